import type { FromRelay, ToRelay } from "./envelope";
import { isRecord } from "./shape";
import { validators } from "./validators";

/** A frame that was read: an envelope with its body, or why it is none. */
export type Frame =
  | { envelope: FromRelay; body: string | undefined; problem?: undefined }
  | { envelope?: undefined; body?: undefined; problem: "bad_message" | "unknown_type" };

/** One line of JSON, then the body if there is one. */
export function encode(envelope: ToRelay, body?: string): string {
  const line = JSON.stringify(envelope);
  return body === undefined ? line : `${line}\n${body}`;
}

/** Reads a frame from the relay; the body is everything behind the first line feed. */
export function decode(frame: string): Frame {
  const end = frame.indexOf("\n");
  const line = end < 0 ? frame : frame.slice(0, end);
  const body = end < 0 ? undefined : frame.slice(end + 1);
  const envelope = parse(line);
  if (!isRecord(envelope) || typeof envelope.type !== "string") return { problem: "bad_message" };
  if (!Object.hasOwn(validators, envelope.type)) return { problem: "unknown_type" };
  if (!validators[envelope.type as FromRelay["type"]](envelope)) return { problem: "bad_message" };
  return { envelope: envelope as unknown as FromRelay, body };
}

/** JSON from another device; `undefined` if it is none. */
export function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Not JSON: an expected outcome for what others send, so a value and no exception.
    return undefined;
  }
}
