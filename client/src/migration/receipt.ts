import type { Remark } from "../engine/patch";
import { parse } from "../messages/frame";
import { count, listOf, oneOf, optional, record, text } from "../messages/shape";

/** What became of a migration at its target. */
export interface Outcome {
  /** Whether the target's page is now as the migration says, or as it was. */
  status: "applied" | "refused";
  /** Count of changes made to the target's page. */
  applied: number;
  /** What was not taken over, and why. */
  leftOut: Remark[];
  /** Why it was refused, as a code. */
  reason?: string;
  /** The same in words. */
  message?: string;
}

/** A target's answer to a migration. */
export interface Receipt extends Omit<Outcome, "status"> {
  /** Id of the instance that answers. */
  from: string;
  /** The sender's number of the migration. */
  id: number;
  /** `waiting`: the target is away or silent; its receipt comes later, as a `receipt` event. */
  status: Outcome["status"] | "waiting";
}

/** Remarks beyond this number are counted instead of listed, so that a receipt always fits. */
const MOST_REMARKS = 200;

const shape = record({
  status: oneOf("applied", "refused"),
  applied: count,
  leftOut: listOf(record({ reason: text, what: text, node: optional(count) })),
  reason: optional(text),
  message: optional(text),
});

/** The body of a receipt. */
export function writeReceipt(outcome: Outcome): string {
  const leftOut = outcome.leftOut.slice(0, MOST_REMARKS);
  const more = outcome.leftOut.length - leftOut.length;
  if (more) leftOut.push({ reason: "more", what: `${more} more` });
  return JSON.stringify({ ...outcome, leftOut });
}

/** Reads a receipt's body, whatever another device made of it. */
export function readReceipt(body: string): Outcome {
  const read = parse(body);
  if (shape(read)) return read as Outcome;
  return {
    status: "refused",
    applied: 0,
    leftOut: [],
    reason: "bad_receipt",
    message: "The answer could not be read.",
  };
}
