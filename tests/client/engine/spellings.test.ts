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
