import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode, unmadeIn } from "../../../client/src/values/codec";
import { types } from "../../../client/src/values/types";
import { NO_TYPES, travel } from "./travel";

describe("a value arrives equal", () => {
  test.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a text", "line\nfeed \u2028 \ud800 </script>"],
    ["NaN", Number.NaN],
    ["-0", -0],
    ["infinities", [Infinity, -Infinity]],
    ["a BigInt", 2n ** 70n],
    ["a date", new Date(1e12)],
    ["no date", new Date(Number.NaN)],
    ["a regular expression", /a+\/<b>/giu],
    ["a map", new Map<unknown, unknown>([[{ a: 1 }, new Set([1, "x"])]])],
    ["a URL", new URL("https://example.org/a?b#c")],
    ["sparse arrays", [Object.assign([], { 0: 1, 2: 3 }), Object.assign([], { 5000: 1 })]],
    ["an object without prototype", Object.assign(Object.create(null), { a: 1 })],
    ["boxed values", [Object(1), Object("a"), Object(false)]],
    ["an array buffer", new Uint8Array([1, 2, 255]).buffer],
    ["typed arrays", [new Float64Array([1.5, -0, Number.NaN]), new BigInt64Array([-1n]), new Uint8ClampedArray(3)]],
    ["a view", new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2)],
    ["names of an object's own members", { constructor: 1, toString: 2, hasOwnProperty: 3 }],
  ])("%s", (_, value) => expect(travel(value)).toEqual(value));

  test("an error, with its name, its cause and the errors in it", () => {
    const error = new RangeError("too far", { cause: new Map([[1, "one"]]) });
    const arrived = travel(new AggregateError([error, new DOMException("no", "AbortError")], "many"));
    expect(arrived).toBeInstanceOf(AggregateError);
    const [first, second] = arrived.errors;
    expect(first).toBeInstanceOf(RangeError);
    expect([first.message, first.stack, first.cause]).toEqual(["too far", error.stack, error.cause]);
    expect([second.name, second.message]).toEqual(["AbortError", "no"]);
    const own = new Error("own");
    own.cause = { own };
    const circle = travel(own);
    expect((circle.cause as { own: Error }).own).toBe(circle);
  });

  test("what is measured and drawn on a page", () => {
    const values = [
      new DOMPoint(1, -0, 3, 4),
      DOMPointReadOnly.fromPoint({ x: 1 }),
      new DOMRect(1, 2, Number.NaN, -4),
      document.createElement("p").getBoundingClientRect(),
      new DOMRectReadOnly(1, 2, 3, 4),
      DOMQuad.fromRect({ x: 1, width: 2 }),
      new DOMMatrix([1, 2, 3, 4, 5, 6]),
      new DOMMatrixReadOnly().rotateAxisAngle(1, 1, 1, 30),
    ];
    for (const [at, arrived] of travel(values).entries()) {
      expect(Object.getPrototypeOf(arrived)).toBe(Object.getPrototypeOf(values[at]));
      expect(arrived.toJSON()).toEqual(values[at]!.toJSON());
    }
    const drawn = new ImageData(new Uint8ClampedArray([1, 2, 3, 4, 5, 6, 7, 8]), 1, 2);
    const [one, other] = travel([drawn, drawn]) as [ImageData, ImageData];
    expect(one).toBe(other);
    expect([one.width, one.height, ...one.data]).toEqual([1, 2, 1, 2, 3, 4, 5, 6, 7, 8]);
    const error = travel(new DOMException("no", "AbortError"));
    expect(error).toBeInstanceOf(DOMException);
    expect([error.name, error.message, error.code]).toEqual(["AbortError", "no", 20]);
  });

  test("that can't be made of what arrived is told apart from the rest", () => {
    const flat = [
      { good: 1, bad: 2 },
      1,
      ["ImageData", 3],
      { data: 4, width: 1 },
      ["Uint8ClampedArray", 5],
      ["ArrayBuffer", "AAAA"],
    ];
    const arrived = decode(flat, NO_TYPES, () => null) as { good: number; bad: unknown };
    expect(arrived.good).toBe(1);
    expect(unmadeIn(arrived.bad)).toMatchObject({ why: expect.stringMatching(/^ImageData: /) });
  });

  test("views of one buffer still share it", () => {
    const bytes = new Uint8Array([1, 2, 3, 4]);
    const [all, part] = travel([bytes, bytes.subarray(1, 3)]) as [Uint8Array, Uint8Array];
    part[0] = 9;
    expect([...all]).toEqual([1, 9, 3, 4]);
  });

  test("nodes are the same nodes", () => {
    const [element, text] = [document.createElement("p"), new Text("x")];
    expect(travel(new Map<unknown, unknown>([[element, [text, element]]]))).toEqual(
      new Map([[element, [text, element]]]),
    );
    const nodes: Node[] = [];
    const flat = JSON.parse(encode([element], NO_TYPES, nodes));
    expect(decode(flat, NO_TYPES, () => null)).toEqual([null]);
  });
});

/** Any graph: a list of values in which every reference is the place of any other, itself included. */
const graphs = fc
  .array(
    fc.record({
      kind: fc.constantFrom("array", "object", "map", "set", "null", "item", "error", "view", "node"),
      keys: fc.array(fc.string(), { maxLength: 4 }),
      to: fc.array(fc.nat(), { maxLength: 4 }),
      leaves: fc.array(
        fc.oneof(
          fc.double(),
          fc.string({ unit: "binary" }),
          fc.bigInt(),
          fc.boolean(),
          fc.constantFrom(null, undefined, -0, /x/g, new URL("https://example.org/?a#b"), new DOMRect(1, 2, 3, 4)),
          fc.date(),
          fc.uint8Array(),
          fc.float64Array({ maxLength: 3 }),
        ),
        { maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map(plan => {
    const { buffer } = new Uint8Array([1, 2, 3, 4]);
    const made = plan.map(({ kind }): unknown => {
      if (kind === "array") return [];
      if (kind === "map") return new Map();
      if (kind === "set") return new Set();
      if (kind === "item") return new Item();
      if (kind === "error") return new TypeError("made");
      // All views of a graph are of the same buffer.
      if (kind === "view") return new Uint8Array(buffer, 1, 2);
      if (kind === "node") return document.createElement("i");
      return kind === "null" ? Object.create(null) : {};
    });
    for (const [index, { keys, to, leaves }] of plan.entries()) {
      const holder = made[index];
      const parts = [...leaves, ...to.map(place => made[place % made.length])];
      for (const [at, part] of parts.entries()) {
        const key = keys[at] === "__proto__" ? "proto" : (keys[at] ?? `k${at}`);
        if (Array.isArray(holder)) holder.push(part);
        else if (holder instanceof Map) holder.set(at % 2 ? part : key, part);
        else if (holder instanceof Set) holder.add(part);
        else if (holder instanceof Error) holder.cause = part;
        else if (ArrayBuffer.isView(holder) || holder instanceof Node) break;
        else (holder as Record<string, unknown>)[key] = part;
      }
    }
    return made[0];
  });

class Item {
  [name: string]: unknown;
}

/** What distinguishes two graphs: every value in the order in which it is met, and objects by when they were met first. */
function trace(root: unknown): unknown[] {
  const met = new Map<unknown, number>();
  const told: unknown[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) {
      told.push(Object.is(value, -0) ? "-0" : typeof value === "bigint" ? `${value}n` : [typeof value, String(value)]);
      return;
    }
    const before = met.get(value);
    told.push([
      before ?? "new",
      Object.prototype.toString.call(value),
      Object.getPrototypeOf(value)?.constructor?.name,
    ]);
    if (before !== undefined) return;
    met.set(value, met.size);
    if (value instanceof Map) for (const pair of value) pair.forEach(visit);
    else if (value instanceof Set) [...value].forEach(visit);
    else if (value instanceof Date) told.push(value.getTime());
    else if (value instanceof RegExp) told.push(String(value));
    else if (value instanceof Error) [value.name, value.message, value.cause].forEach(visit);
    else if (ArrayBuffer.isView(value)) [value.byteOffset, value.byteLength, value.buffer].forEach(visit);
    else if (value instanceof ArrayBuffer) told.push(...new Uint8Array(value));
    else if (value instanceof URL) told.push(value.href);
    else if (value instanceof DOMRect) told.push(value.toJSON());
    // The very same: nodes do not travel.
    else if (value instanceof Node) told.push(value);
    else for (const key of Object.keys(value)) [key, (value as Record<string, unknown>)[key]].forEach(visit);
  };
  visit(root);
  return told;
}

test("random graphs arrive equal, the identity of what is shared included", () => {
  const registry = types();
  registry.register("Item", Item);
  fc.assert(
    fc.property(graphs, graph => {
      expect(trace(travel(graph, registry.registered))).toEqual(trace(graph));
    }),
    { numRuns: 500 },
  );
});
