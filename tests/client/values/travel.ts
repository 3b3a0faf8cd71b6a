import { expect } from "vitest";
import { decode, encode } from "../../../client/src/values/codec";
import { excess } from "../../../client/src/values/limits";
import type { Types } from "../../../client/src/values/types";

export const NO_TYPES: Types["registered"] = new Map();

/** Sends a value through JSON text and back. */
export function travel<T>(value: T, registered = NO_TYPES): T {
  const nodes: Node[] = [];
  const flat = JSON.parse(encode(value, registered, nodes));
  expect(excess(flat)).toBeUndefined();
  return decode(flat, registered, place => nodes[place] ?? null) as T;
}
