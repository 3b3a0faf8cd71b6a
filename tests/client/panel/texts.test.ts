import { expect, test } from "vitest";
import { english } from "../../../client/src/panel/texts";
import { german } from "../../../client/src/panel/texts.de";

/** What is the same in both languages. */
const SAME = ["on"];

test.each(Object.entries(english))("%s is said in German, with all that it is about", (key, text) => {
  const other = german[key as keyof typeof german];
  if (typeof text === "object") {
    expect(Object.keys(other)).toEqual(expect.arrayContaining(Object.keys(text)));
    return;
  }
  const said = (of: unknown) =>
    typeof of === "function"
      ? [1, 3].map(count => of(key === "asks" || key === "always" ? "Pixel" : count, count, true))
      : [of];
  expect(said(other)).not.toEqual(SAME.includes(key) ? [] : said(text));
  for (const one of said(other)) expect(one).toMatch(/^[^<>]+$/);
  if (typeof text === "function")
    expect(String(said(other)[1]).match(/\d+/g)).toEqual(String(said(text)[1]).match(/\d+/g));
});

test("what the relay says is told in German too, by its code", () => {
  for (const code of [
    "unknown_code",
    "rate_limited",
    "unavailable",
    "unknown_target",
    "removed",
    "replaced",
    "too_large",
  ]) {
    expect(german.reasons[code]).toMatch(/\S/);
  }
});
