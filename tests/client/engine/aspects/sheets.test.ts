import { afterEach, expect, it } from "vitest";
import { closePages } from "../page";
import { pair, travel } from "../pair";

afterEach(closePages);

const HTML = `<!doctype html><style id=a>p { color: red } b { color: red }</style><style id=b></style><p>x</p>`;

const sheet = (document: Document, index = 0) => document.styleSheets[index] as CSSStyleSheet;
const texts = (document: Document, index = 0) => [...sheet(document, index).cssRules].map(rule => rule.cssText);
const colorOf = (document: Document, of = "p") =>
  document.defaultView!.getComputedStyle(document.querySelector(of)!).color;

it("rules that a script put into a sheet or took out arrive, and a reset brings its own back", () => {
  const [documentA, a, documentB, b] = pair(HTML, document => sheet(document, 1).insertRule("p { margin: 1px }"));
  expect(a.capture()).toEqual({ base: a.fingerprint });
  const loaded = texts(documentB);
  sheet(documentA).deleteRule(0);
  sheet(documentA).insertRule("p { color: green }", 1);
  for (let i = 0; i < 3; i++) sheet(documentA, 1).insertRule(`.c${i} { color: blue }`, i + 1);
  sheet(documentB).insertRule("p { color: black !important }", 0);
  sheet(documentB, 1).deleteRule(0);
  const patch = travel(a.capture());
  expect(patch.sheets?.[1]?.[2]?.[0]).toBe(0);
  expect(b.apply(patch).leftOut).toEqual([]);
  for (const index of [0, 1]) expect(texts(documentB, index)).toEqual(texts(documentA, index));
  expect(colorOf(documentB)).toBe("rgb(0, 128, 0)");
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(texts(documentB)).toEqual(loaded);
  expect(texts(documentB, 1)).toEqual(["p { margin: 1px; }"]);
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("a rule that a script changed in place arrives, and a sheet that the application made", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  // The page has had an idle moment.
  void a.fingerprint;
  (sheet(documentA).cssRules[0] as CSSStyleRule).style.setProperty("--x", "1");
  documentA.head.append(documentA.createElement("style"));
  sheet(documentA, 2).insertRule("p { color: blue }");
  b.apply(travel(a.capture()));
  expect(texts(documentB)).toEqual(texts(documentA));
  expect(colorOf(documentB)).toBe("rgb(0, 0, 255)");
});

it("what a sheet imports stays, and is not among its rules", () => {
  const [documentA, a, documentB, b] = pair(`<style>@import "data:text/css,"; p { color: red }</style><p>x`);
  sheet(documentA).insertRule("p { color: blue }", 2);
  const patch = travel(a.capture());
  expect(patch.sheets?.[0]?.[2]).toEqual([0, "p { color: blue; }"]);
  b.apply(patch);
  expect(texts(documentB)).toEqual(texts(documentA));
});

it("a sheet that is disabled arrives so", () => {
  const [documentA, a, documentB, b] = pair(`${HTML}<link rel=stylesheet href="data:text/css,">`);
  sheet(documentA).disabled = true;
  sheet(documentB, 1).disabled = true;
  b.apply(travel(a.capture()));
  expect([sheet(documentB).disabled, sheet(documentB, 1).disabled]).toEqual([true, false]);
  b.reset();
  expect(sheet(documentB).disabled).toBe(false);
});

it("a rule that the browser does not read is a remark, and what is no list of rules is refused", () => {
  const [, , documentB, b] = pair(HTML);
  const number = b.describe().findIndex(([, name]) => name === "STYLE");
  const apply = (item: unknown[]) => b.apply({ base: b.fingerprint, sheets: [item] as never });
  const { leftOut } = apply([number, false, [0, "@import 'x';", "}}", "p { color: blue }"]]);
  expect(leftOut).toEqual([
    { reason: "unsupported", node: number, what: "rule @import 'x';" },
    { reason: "unsupported", node: number, what: "rule }}" },
  ]);
  expect(colorOf(documentB)).toBe("rgb(0, 0, 255)");
  expect(apply([3, false, []]).leftOut).toEqual([{ reason: "no_sheet", node: 3, what: "rules of a sheet" }]);
  for (const item of [[number], [number, 1], [number, true, "x"], [number, true, [1]], [number, true, [], 1]]) {
    expect(() => apply(item)).toThrow(expect.objectContaining({ code: "bad_patch" }));
  }
});

it("private rules stay where they are", () => {
  const [documentA, a] = pair(`<style data-liquid-private>p { color: red }</style>`);
  sheet(documentA).insertRule("b { color: red }");
  expect(a.capture()).toEqual({ base: a.fingerprint });
});

it("a namespace, which stands before all other rules, comes and goes", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  const rules = ["@namespace svg url(http://www.w3.org/2000/svg)", "a { color: red }", "b { color: blue }"];
  for (const [index, rule] of rules.entries()) sheet(documentA, 1).insertRule(rule, index);
  sheet(documentB, 1).insertRule("i { color: red }");
  expect(b.apply(travel(a.capture())).leftOut).toEqual([]);
  expect(texts(documentB, 1)).toEqual(texts(documentA, 1));
  b.reset();
  expect(texts(documentB, 1)).toEqual([]);
});

it("the text of an element in a style is none of its rules", () => {
  const [documentA, a, documentB, b] = pair("<style>p { color: red } b { color: red }</style>");
  const inner = documentA.createElement("div");
  inner.setAttribute("data-liquid-private", "");
  inner.textContent = "0";
  documentA.querySelector("style")!.prepend(inner);
  b.apply(travel(a.capture()));
  const rules = [...documentB.querySelector("style")!.sheet!.cssRules].map(rule => rule.cssText);
  expect(rules).toEqual(["p { color: red; }", "b { color: red; }"]);
});
