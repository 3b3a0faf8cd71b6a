import { describe, expect, test } from "vitest";
import { decode, encode, Unmade, unmadeIn } from "../../../client/src/values/codec";
import { types } from "../../../client/src/values/types";
import { NO_TYPES, travel } from "./travel";

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
