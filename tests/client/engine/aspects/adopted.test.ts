import { afterEach, expect, it } from "vitest";
import { closePages } from "../page";
import { pair, travel } from "../pair";

afterEach(closePages);

type Root = Document | ShadowRoot;

function sheetOf(document: Document, css: string, options?: CSSStyleSheetInit): CSSStyleSheet {
  const sheet = new (document.defaultView as Window & typeof globalThis).CSSStyleSheet(options);
  sheet.replaceSync(css);
  return sheet;
}

const host = (document: Document, index = 0) => document.querySelectorAll("div")[index]!.shadowRoot!;
const texts = ({ adoptedStyleSheets }: Root) =>
  adoptedStyleSheets.map(sheet => [...sheet.cssRules].map(rule => rule.cssText).join(" "));

/** A page that adopts two sheets, the second in both shadow roots too. */
const load = () =>
  pair("<div></div><div></div>", document => {
    const [one, two] = [sheetOf(document, "p { color: red }"), sheetOf(document, "b { color: red }")];
    document.adoptedStyleSheets = [one, two];
    for (const div of document.querySelectorAll("div")) {
      div.attachShadow({ mode: "open" }).innerHTML = "<p>inside</p>";
      div.shadowRoot!.adoptedStyleSheets = [two];
    }
  });

it("sheets that were adopted since load arrive, shared ones once", () => {
  const [documentA, a, documentB, b] = load();
  expect(a.capture()).toEqual({ base: a.fingerprint });
  const shared = sheetOf(documentA, "p { color: green }", { media: "screen" });
  documentA.adoptedStyleSheets = [...documentA.adoptedStyleSheets].reverse();
  for (const index of [0, 1]) host(documentA, index).adoptedStyleSheets.push(shared);
  documentB.adoptedStyleSheets = [];
  const patch = travel(a.capture());
  expect(JSON.stringify(patch).match(/green/g)).toHaveLength(1);
  expect(b.apply(patch).leftOut).toEqual([]);
  for (const root of [(d: Document) => d, host, (d: Document) => host(d, 1)]) {
    expect(texts(root(documentB))).toEqual(texts(root(documentA)));
  }
  expect(host(documentB).adoptedStyleSheets[1]).toBe(host(documentB, 1).adoptedStyleSheets[1]);
  expect(host(documentB).adoptedStyleSheets[1]!.media.mediaText).toBe("screen");
  expect(documentB.defaultView!.getComputedStyle(host(documentB).querySelector("p")!).color).toBe("rgb(0, 128, 0)");
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(texts(documentB)).toEqual(["p { color: red; }", "b { color: red; }"]);
  expect(texts(host(documentB))).toEqual(["b { color: red; }"]);
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("a sheet of the page that changed stays the page's own", () => {
  const [documentA, a, documentB, b] = load();
  const own = documentB.adoptedStyleSheets[1];
  documentA.adoptedStyleSheets[1]!.replaceSync("b { color: blue }");
  documentA.adoptedStyleSheets[0]!.disabled = true;
  b.apply(travel(a.capture()));
  expect(documentB.adoptedStyleSheets[1]).toBe(own);
  expect(texts(host(documentB, 1))).toEqual(["b { color: blue; }"]);
  expect(documentB.adoptedStyleSheets[0]!.disabled).toBe(true);
  b.reset();
  expect(texts(documentB)).toEqual(["p { color: red; }", "b { color: red; }"]);
  expect(documentB.adoptedStyleSheets[0]!.disabled).toBe(false);
});

it("the shadow root of a new element adopts what it adopted at the source", () => {
  const [documentA, a, documentB, b] = load();
  const made = documentA.createElement("section");
  made.attachShadow({ mode: "open" }).adoptedStyleSheets = [
    documentA.adoptedStyleSheets[0]!,
    sheetOf(documentA, "i { color: red }"),
  ];
  documentA.body.append(made);
  const patch = travel(a.capture());
  b.apply(patch);
  const root = documentB.querySelector("section")!.shadowRoot!;
  expect(texts(root)).toEqual(["p { color: red; }", "i { color: red; }"]);
  expect(root.adoptedStyleSheets[0]).toBe(documentB.adoptedStyleSheets[0]);
  expect(b.apply(patch).applied).toBe(0);
});

it("what names no sheet is a remark, and what is none is refused", () => {
  const [, , documentB, b] = load();
  const apply = (...sheets: unknown[]) => b.apply({ base: b.fingerprint, adopted: [[0, ...sheets]] as never });
  expect(apply(7, -1, 0).leftOut).toEqual([{ reason: "no_sheet", node: 0, what: "an adopted sheet" }]);
  expect(texts(documentB)).toEqual(["p { color: red; }"]);
  expect(apply({ rules: ["}}"] }).leftOut).toEqual([{ reason: "unsupported", node: 0, what: "rule }}" }]);
  for (const sheet of [
    null,
    "x",
    0.5,
    {},
    { rules: "x" },
    { rules: [1] },
    { rules: [], own: "0" },
    { rules: [], media: 1 },
  ]) {
    expect(() => apply(sheet)).toThrow(expect.objectContaining({ code: "bad_patch" }));
  }
});
