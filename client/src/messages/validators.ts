import type { FromRelay } from "./envelope";
import { count, flag, listOf, oneOf, optional, record, type Shape, text } from "./shape";

const ofBase = record({ fingerprint: text });
const instance = record({
  id: text,
  name: text,
  page: text,
  online: flag,
  kind: optional(text),
  lastSeen: optional(text),
});

/** What an envelope of each type must hold. */
export const validators: Record<FromRelay["type"], Shape> = {
  welcome: record({
    version: count,
    epoch: text,
    cursor: count,
    resumed: flag,
    accepted: count,
    instance: text,
    instances: listOf(instance),
    limits: record({ body: count, base: count, idle: count, name: count }),
    lacks: optional(text),
  }),
  presence: record({ change: oneOf("joined", "left", "renamed", "forgotten"), instance }),
  sent: record({
    id: count,
    number: optional(count),
    targets: optional(count),
    online: optional(count),
    lacks: optional(text),
  }),
  message: record({ number: count, from: text, id: count, kind: text, re: optional(count), at: text }),
  base: ofBase,
  stored: ofBase,
  error: record({
    code: text,
    message: text,
    id: optional(count),
    fingerprint: optional(text),
    retryable: flag,
    retryAfterMs: optional(count),
  }),
  pong: () => true,
};
