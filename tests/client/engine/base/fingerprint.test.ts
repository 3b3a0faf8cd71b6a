import { expect, test } from "vitest";
import { fingerprintOf as inSteps } from "../../../../client/src/engine/base/fingerprint";
import type { Row } from "../../../../client/src/engine/base/rows";

function fingerprintOf(rows: Row[]): string {
  const steps = inSteps(rows);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

test("a base has the fingerprint that PROTOCOL.md shows", () => {
  expect(
    fingerprintOf([
      [9, "#document", 2],
      [1, "HTML", 1, { lang: "en" }],
    ]),
  ).toBe("13b37402a64ca748");
});

test("attributes count in one order, and every UTF-16 code unit of a text does", () => {
  const of = (attributes: Record<string, string>) =>
    fingerprintOf([
      [9, "#document", 3],
      [1, "HTML", 2, attributes],
      [3, "#text", 1, "a\nb"],
    ]);
  expect(of({ lang: "en", class: "é😀" })).toBe("0e077415d98b8eca");
  expect(of({ class: "é😀", lang: "en" })).toBe("0e077415d98b8eca");
});
