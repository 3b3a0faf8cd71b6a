import { expect, test } from "vitest";
import { ago, bytes, duration, milliseconds, plural, short } from "../../../client/src/dashboard/words";

test("durations are told in their largest unit", () => {
  expect([-5, 400, 59_000, 60_000, 3_599_000, 7_200_000, 2 * 86_400_000].map(duration)).toEqual([
    "0 s",
    "0 s",
    "59 s",
    "1 min",
    "59 min",
    "2 h",
    "2 d",
  ]);
  expect(ago("2026-11-20T12:00:00Z", Date.parse("2026-11-20T12:01:30Z"))).toBe("1 min ago");
  expect(ago("2026-11-20T12:00:00Z", Date.parse("2026-11-20T12:00:00Z"))).toBe("just now");
});

test("numbers have as many digits as matter at a glance", () => {
  expect([0, 9.87, 123.4, 12_345].map(short)).toEqual(["0", "9.9", "123", "12 k"]);
  expect([999, 1500, 2_500_000].map(bytes)).toEqual(["999 B", "1.5 kB", "2.5 MB"]);
  expect([0.062, 0.23, 4.56, 1500].map(milliseconds)).toEqual(["62 µs", "0.23 ms", "4.6 ms", "1.5 s"]);
  expect([plural(1, "space"), plural(1200, "space")]).toEqual(["1 space", "1,200 spaces"]);
});
