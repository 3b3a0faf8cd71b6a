import fc from "fast-check";
import { expect, test } from "vitest";
import type { ToRelay } from "../../../client/src/messages/envelope";
import { decode, encode } from "../../../client/src/messages/frame";
import cases from "../../conformance/envelopes/from-relay.json";
import ours from "../../conformance/envelopes/to-relay.json";

test.each(cases)("of the relay's frames, $name is read as PROTOCOL.md says", ({ frame, reads, body, error }) => {
  const read = decode(frame);
  expect(read.envelope?.type).toBe(reads);
  expect(read.body).toBe(body);
  expect(read.problem).toBe(error);
});

test.each(ours.filter(({ reads, frame }) => reads && !frame.includes(" :")))(
  "of an instance's frames, $name is written so that it reads the same",
  ({ frame, reads, body }) => {
    const envelope = JSON.parse(frame.split("\n", 1)[0]!) as ToRelay;
    const written = encode(envelope, body);
    const end = written.indexOf("\n");
    expect(JSON.parse(end < 0 ? written : written.slice(0, end))).toEqual({ ...envelope, type: reads });
    expect(end < 0 ? undefined : written.slice(end + 1)).toBe(body);
  },
);

test("a frame is one line of JSON, a line feed and the body", () => {
  const envelope: ToRelay = { type: "send", id: 7, to: "*", kind: "migration" };
  expect(encode(envelope, `{"patch":{}}\n`)).toBe(`{"type":"send","id":7,"to":"*","kind":"migration"}\n{"patch":{}}\n`);
  expect(encode({ type: "ping" })).toBe(`{"type":"ping"}`);
});

test("any body comes out as it went in", () => {
  const envelope = { type: "message", number: 1, from: "a\nb", id: 1, kind: "migration", at: "" };
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), body => {
      expect(decode(`${JSON.stringify(envelope)}\n${body}`)).toEqual({ envelope, body });
    }),
  );
});

test("whatever comes is read or called unreadable, and never throws", () => {
  const envelope = fc.record({ type: fc.constantFrom("welcome", "sent", "__proto__", "toString"), id: fc.anything() });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        envelope.map(value => JSON.stringify(value) ?? ""),
      ),
      frame => {
        const { envelope: read, ...rest } = decode(frame);
        expect(read === undefined || "body" in rest).toBe(true);
      },
    ),
  );
});

test("members that are unknown are passed over; those that are missing or wrong make a frame unreadable", () => {
  expect(decode(`{"type":"pong","novel":1}`).envelope).toEqual({ type: "pong", novel: 1 });
  for (const frame of [`{"type":"sent"}`, `{"type":"sent","id":"1","number":2}`, `{"type":5}`, "", "5", "null"]) {
    expect(decode(frame)).toEqual({ problem: "bad_message" });
  }
  expect(decode(`{"type":"novel"}`)).toEqual({ problem: "unknown_type" });
});
