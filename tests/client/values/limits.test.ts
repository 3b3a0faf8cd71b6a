import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../../client/src/values/codec";
import { excess } from "../../../client/src/values/limits";
import { NO_TYPES } from "./travel";

describe("what is hostile", () => {
  const refused = (flat: unknown) => {
    if (excess(flat) !== undefined) return true;
    try {
      decode(flat, NO_TYPES, () => null);
      return false;
    } catch {
      return true;
    }
  };

  test.each<[string, unknown]>([
    ["no list", { a: 1 }],
    ["an empty list", []],
    ["a place that there is not", [[5]]],
    ["a place that is none", [["x"]]],
    ["an unknown type", [["Function", "alert(1)"]]],
    ["a buffer that is none", [["Uint8Array", 1], 4e9]],
    ["a class in a circle", [["Node", 0]]],
    ["a prototype", JSON.parse(`[{"__proto__":1},{"polluted":2},true]`)],
    ["a prototype of none", [["null", "__proto__", 1], {}]],
    ["a pattern that is none", [["RegExp", "("]]],
    ["an array of enormous length", [[-7, 4_294_967_295]]],
    ["a number of a million digits", [["BigInt", "9".repeat(1_000_000)]]],
    ["a million levels", Array.from({ length: 1_000_000 }, (_, index) => [index + 1])],
    ["levels within maps", [...Array.from({ length: 5000 }, (_, index) => ["Map", index + 1, index + 1]), 1]],
    ["three million values", Array.from({ length: 3_000_000 }, () => 1)],
  ])("is refused: %s", (_, flat) => {
    expect(refused(flat)).toBe(true);
    expect("polluted" in {}).toBe(false);
  });

  test("of any kind is refused or harmless", () => {
    const ints = fc.integer({ min: -10, max: 12 });
    const entry = fc.oneof(
      fc.array(ints),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor")), ints),
      fc.tuple(
        fc.constantFrom(
          "Map",
          "Set",
          "Node",
          "Error",
          "ImageData",
          "DOMRect",
          "DOMMatrix",
          "Date",
          "RegExp",
          "null",
          "Object",
          ".X",
          "BigInt",
        ),
        ints,
        ints,
      ),
      fc.jsonValue(),
    );
    const pollution = Object.getOwnPropertyNames(Object.prototype).length;
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), flat => {
        refused(flat);
        expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(pollution);
        expect(({} as { constructor: unknown }).constructor).toBe(Object);
      }),
      { numRuns: 1000 },
    );
  });

  test("is not written either", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 2000; level++) deep = [deep];
    expect(() => encode(deep, NO_TYPES, [])).toThrow(/deeper than 1000/);
    expect(() => encode({ ["__proto__"]: 1 }, NO_TYPES, [])).toThrow(/__proto__/);
  });
});
