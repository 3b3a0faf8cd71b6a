import { afterEach, expect, it } from "vitest";
import type { Engine, Patch } from "../../../client/src/engine";
import { closePages } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

const numberOf = (engine: Engine, name: string): number => engine.describe().findIndex(row => row[1] === name);
const withBase = (engine: Engine, patch: object) => ({ ...patch, base: engine.fingerprint }) as Patch;
const hits = (document: Document) => (document.defaultView as Window & { hit?: number }).hit;

it("whatever stands before the colon of a name, a script is none", () => {
  const [, , documentB, b] = pair("<main></main>");
  const address = documentB.baseURI;
  const prefixes = ["x", "\u2028", "\u2029", "\u0085", "a\u2028b", "\ud800", "x:y"];
  for (const prefix of prefixes) {
    const names = ["html", "svg"].map(space => `${space} ${prefix}:script`);
    const list = [...names.map(name => [name, "window.hit = 1"]), [`html ${prefix}:base`, { href: "/elsewhere/" }]];
    const { leftOut } = b.apply(withBase(b, { nodes: [[numberOf(b, "MAIN"), 0, list]] }));
    expect(leftOut.map(remark => remark.reason)).toEqual(["script", "script", "base"]);
  }
  expect(documentB.querySelector("main")!.innerHTML).toBe("");
  expect(hits(documentB)).toBe(undefined);
  expect(documentB.baseURI).toBe(address);
});

it("nothing is put into a script that the page left empty, or into what is private or a framework's", () => {
  const html = `<script></script><script type="a">x</script><p data-liquid-private>own</p><div data-liquid-owned>its</div>`;
  const [, , documentB, b] = pair(html);
  const before = documentB.body.innerHTML;
  const scripts = b.describe().flatMap((row, number) => (row[1] === "SCRIPT" ? [number] : []));
  const numbers = [...scripts, numberOf(b, "P"), numberOf(b, "DIV")];
  const { leftOut } = b.apply(withBase(b, { nodes: numbers.map(number => [number, 0, ["window.hit = 1"]]) }));
  expect(hits(documentB)).toBe(undefined);
  expect(documentB.documentElement.innerHTML).toContain(before);
  expect(leftOut.map(({ reason, node }) => [reason, node])).toEqual(numbers.map(number => ["closed", number]));
});

it("what a patch puts into a new element that is private stays out, and the numbers behind it are right", () => {
  const [, , documentB, b] = pair("<main></main>");
  const first = b.describe().length;
  const list = [["p", { "data-liquid-private": "" }, "x", ["input"]], ["input"], ["input"]];
  const patch = { nodes: [[numberOf(b, "MAIN"), 0, list]], form: [[first + 3, "one"]] };
  const { leftOut } = b.apply(withBase(b, patch));
  expect([...documentB.querySelectorAll("input")].map(({ value }) => value)).toEqual(["one", ""]);
  expect(leftOut).toEqual([{ reason: "closed", node: first, what: "content of <p>" }]);
});

it("a value of a secret field stays out wherever it stands among the attributes, and that is said", () => {
  const [, , documentB, b] = pair("<main></main>");
  const list = [
    ["input", { value: "x", type: "password" }],
    ["input", { value: "x", autocomplete: "Section-A BILLING CC-Number" }],
  ];
  const { leftOut } = b.apply(withBase(b, { nodes: [[numberOf(b, "MAIN"), 0, list]] }));
  expect([...documentB.querySelectorAll("input")].map(({ value }) => value)).toEqual(["", ""]);
  expect(leftOut.map(remark => remark.reason)).toEqual(["secret", "secret"]);
});

it("a link that was taken out after something in it changed is no host of a shadow root", () => {
  const [documentA, a, documentB, b] = pair('<a href="/x">one <b>two</b></a>');
  documentA.querySelector("b")!.textContent = "changed";
  documentA.querySelector("a")!.remove();
  b.apply(travel(a.capture()));
  expect(documentB.body.innerHTML).toBe("");
  b.reset();
  expect(documentB.body.innerHTML).toBe('<a href="/x">one <b>two</b></a>');
});

it("no name that a patch brings hides what a form or a document is asked for", () => {
  const [, , documentB, b] = pair("<main></main>");
  const main = numberOf(b, "MAIN");
  const names = ["parentNode", "getAttribute", "localName", "nextSibling", "createElement", "querySelectorAll", "body"];
  for (const name of names) {
    const list = [
      ["form", { name }, ["input", { id: name }]],
      ["img", { name }],
    ];
    const { leftOut } = b.apply(withBase(b, { nodes: [[main, 0, list]] }));
    expect(leftOut.map(remark => remark.reason)).toEqual(["hiding_name", "hiding_name", "hiding_name"]);
    b.apply(withBase(b, { nodes: [[main, 0, [["p", "x"], ["form"], "y"]]] }));
    expect(documentB.querySelector("main")!.innerHTML).toBe("<p>x</p><form></form>y");
  }
});

it("names that forms often have for their fields arrive, though they hide members of the form", () => {
  const fields = "id name action title prefix children attributes before className search".split(" ");
  const [documentA, a, documentB, b] = pair("<main></main>");
  const html = `<p></p><form>${fields.map(name => `<input name="${name}">`).join("")}</form>`;
  documentA.querySelector("main")!.innerHTML = html;
  const { leftOut } = b.apply(travel(a.capture()));
  expect(leftOut).toEqual([]);
  expect(documentB.querySelector("main")!.innerHTML).toBe(html);
  documentA.querySelector("main")!.prepend("one", documentA.createElement("b"));
  documentA.querySelector("p")!.after("two", documentA.createElement("b"));
  b.apply(travel(a.capture()));
  expect(documentB.body.innerHTML).toBe(documentA.body.innerHTML);
});

it("sections are refused or said where they fit nowhere, and never half applied", () => {
  const html = "<input type=checkbox><style>p{color:red}</style><video></video><canvas></canvas><p>x</p>";
  const [, , documentB, b] = pair(html);
  const number = (name: string) => numberOf(b, name);
  const before = documentB.documentElement.outerHTML;
  const apply = (patch: object) => b.apply(withBase(b, { nodes: [[number("P"), { title: "x" }]], ...patch }));
  const odd = { toString: 0, valueOf: 0 };
  const total = b.describe().length;
  for (const [code, patch] of [
    ["bad_patch", { focus: [number("INPUT"), odd, 1, 2] }],
    ["bad_patch", { canvas: [[number("CANVAS"), odd]] }],
    ["bad_patch", { open: [[number("P"), odd]] }],
    ["bad_patch", { ownedForm: [[number("P"), ["", "", []], "x"]] }],
    ["bad_patch", { ownedForm: [[number("P"), ["p", "", [], [""]], "x"]] }],
    ["bad_patch", { toString: [[0]] }],
    ["bad_patch", JSON.parse('{"__proto__":[[0]]}')],
    ["unknown_node", { form: [[total, "x"]] }],
    ["unknown_node", { scroll: [[-1, 0, 0]] }],
    ["unknown_node", { refs: [[total, 0]] }],
    ["duplicate_node", { form: [[number("INPUT"), true], [number("INPUT"), false]] }], // biome-ignore format: one line each
  ] as const) {
    expect(() => apply(patch)).toThrow(expect.objectContaining({ name: "PatchError", code }));
    expect(documentB.documentElement.outerHTML).toBe(before);
  }
  const p = number("P");
  const { leftOut } = apply({
    form: [[p, "x"]],
    media: [
      [p, {}],
      [number("VIDEO"), { rate: 0.001 }],
    ],
    canvas: [[p, "data:image/png;base64,"]],
    frames: [[p, { base: "x" }]],
    sheets: [[number("STYLE"), false, [0, "@namespace a url(b)"]]],
    adopted: [[p, 0]],
    focus: [p + 1],
    open: [[p + 1, "modal"]],
  });
  expect(leftOut.map(({ reason, node }) => [reason, node]).sort()).toEqual(
    [
      ["frame", p],
      ["no_counterpart", p],
      ["no_counterpart", p],
      ["no_sheet", p],
      ["not_drawn", p],
      ["not_focused", p + 1],
      ["not_opened", p + 1],
      ["unsupported", number("STYLE")],
      ["unsupported", number("VIDEO")],
    ].sort(),
  );
});

it("a sheet takes of what is described what the protocol names", () => {
  const [, , documentB, b] = pair("<p>x</p>");
  const sheet = { rules: ["p { color: red; }"], baseURL: "http://[" };
  expect(b.apply(withBase(b, { adopted: [[0, sheet]] })).leftOut).toEqual([]);
  expect(documentB.adoptedStyleSheets[0]!.cssRules).toHaveLength(1);
});

it("nothing arrives that is to be ignored: it would stay whatever is undone", () => {
  const [, , documentB, b] = pair("<main><p>own</p></main>");
  const mark = { "data-liquid-ignore": "" };
  const nodes = [
    [numberOf(b, "MAIN"), 0, [numberOf(b, "P"), ["b", mark, "x"], ["grammarly-popups", "x"], ["i"]]],
    [numberOf(b, "P"), mark, ["other"]],
  ];
  const { leftOut } = b.apply(withBase(b, { nodes }));
  expect(leftOut.map(remark => remark.reason)).toEqual(["closed", "closed", "closed"]);
  expect(documentB.querySelector("main")!.innerHTML).toBe("<p>other</p><b>x</b><i></i>");
  b.reset();
  expect(documentB.querySelector("main")!.innerHTML).toBe("<p>own</p>");
});

const MEMBERS = [Node, Element, HTMLElement, HTMLFormElement, EventTarget, Object].flatMap(({ prototype }) =>
  Object.getOwnPropertyNames(prototype),
);

it.each([...new Set(MEMBERS)])(
  "a form of the page with a field called %s is captured and applied like others",
  name => {
    const [documentA, a, documentB, b] = pair(
      `<main><p id="t">x</p><form id="f"><b>1</b><input name="${name}"><input id="v"><p id="u"><i>u</i></p></form><ul></ul></main>`,
    );
    const [one, other] = [documentA, documentB].map(document => document.querySelector("main")!.innerHTML);
    expect(other).toBe(one);
    const [form, list] = [documentA.querySelector("form")!, documentA.querySelector("ul")!];
    Element.prototype.setAttribute.call(form, "class", "changed");
    documentA.querySelector<HTMLInputElement>("#v")!.value = "typed";
    documentA.querySelector("#u")!.innerHTML = "<b>new</b>";
    const check = () => {
      const patch = travel(a.capture());
      expect(b.apply(patch).leftOut).toEqual([]);
      expect(documentB.body.innerHTML).toBe(documentA.body.innerHTML);
      expect(documentB.querySelector<HTMLInputElement>("#v")!.value).toBe("typed");
      expect(b.apply(patch).applied).toBe(0);
    };
    check();
    Node.prototype.insertBefore.call(form, documentA.querySelector("#t")!, documentA.querySelector("#v"));
    list.append(form, documentA.createElement("hr"));
    check();
    b.reset();
    expect(documentB.querySelector("main")!.innerHTML).toBe(one);
    expect(b.describe()).toEqual(a.describe());
  },
);
