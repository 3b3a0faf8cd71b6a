import { correction, generate, mode } from "lean-qr";
import { expect, test } from "vitest";
import { modules } from "../../../client/src/panel/qr";

const { L } = correction;
const EVERY = Array.from({ length: 106 }, (_, index) => index + 1);

test.each(EVERY)("a code of %i bytes is module for module what another program makes of it", length => {
  const text = "http://192.168.1.20:5080/todo?list=7#liquid=7KQ2ZM ".repeat(3).slice(0, length);
  const other = generate(mode.ascii(text), {
    minCorrectionLevel: L,
    maxCorrectionLevel: L,
    minVersion: 5,
    maxVersion: 5,
    mask: 0,
  });
  const rows = Array.from({ length: other.size }, (_, y) =>
    Array.from({ length: other.size }, (_, x) => other.get(x, y)),
  );
  expect(modules(text)).toEqual(rows);
});

test("a text that is too long gives none", () => {
  expect(modules("x".repeat(107))).toBe(undefined);
});
