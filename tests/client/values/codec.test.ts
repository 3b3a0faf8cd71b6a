import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode, Unmade, unmadeIn } from "../../../client/src/values/codec";
import { excess } from "../../../client/src/values/limits";
import { type Types, types } from "../../../client/src/values/types";

const NO_TYPES: Types["registered"] = new Map();

/** Sends a value through JSON text and back. */
function travel<T>(value: T, registered = NO_TYPES): T {
  const nodes: Node[] = [];
  const flat = JSON.parse(encode(value, registered, nodes));
  expect(excess(flat)).toBeUndefined();
  return decode(flat, registered, place => nodes[place] ?? null) as T;
}

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

describe("an instance of a registered class", () => {
  class Money {
    constructor(readonly cents: number) {}
  }
  const codec = {
    encode: ({ cents }: Money) => cents,
    decode(cents: unknown) {
      if (!Number.isInteger(cents)) throw new RangeError("no amount");
      return new Money(cents as number);
    },
  };

  test("arrives as one, shared ones as the same", () => {
    const registry = types();
    registry.register("Money", Money, codec);
    const money = new Money(0);
    const [one, other] = travel([money, money], registry.registered) as [Money, Money];
    expect(one).toBeInstanceOf(Money);
    expect(one).toBe(other);
    expect(one.cents).toBe(0);
  });

  test("that can't be made is told apart from the rest", () => {
    const registry = types();
    const unregister = registry.register("Money", Money, codec);
    const flat = JSON.parse(encode({ good: 1, bad: [new Map([[1, new Money(0.5)]])] }, registry.registered, []));
    const arrived = decode(flat, registry.registered, () => null) as { good: number; bad: unknown };
    expect(arrived.good).toBe(1);
    expect(unmadeIn(arrived.bad)).toMatchObject({ why: "Money: RangeError: no amount" });
    unregister();
    expect(unmadeIn(decode(flat, registry.registered, () => null))).toMatchObject({
      why: 'no class is registered as "Money"',
    });
  });

  test("that holds itself by way of its codec is not made half", () => {
    class Ring {
      next: unknown = this;
    }
    const registry = types();
    registry.register("Ring", Ring, {
      encode: ({ next }) => ({ next }),
      decode: value => Object.assign(new Ring(), value),
    });
    const arrived = travel<unknown>(new Ring(), registry.registered);
    expect(arrived).toBeInstanceOf(Unmade);
  });

  test("is not written without being registered, and the message says where it stands", () => {
    expect(() => encode({ list: [new Money(1)] }, NO_TYPES, [])).toThrow(
      expect.objectContaining({ path: ".list[0]" }) as Error,
    );
    for (const value of [() => {}, Symbol("x"), Promise.resolve(), new WeakMap(), window]) {
      expect(() => encode([value], NO_TYPES, [])).toThrow();
    }
  });
});

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
