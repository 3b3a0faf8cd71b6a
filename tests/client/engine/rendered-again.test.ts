import { afterEach, expect, it, vi } from "vitest";
import { closePages, facts } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

const row = (name: string, more = "") => `<li${more}><input type="checkbox"> <b>${name}</b></li>\n`;
const names = Array.from({ length: 50 }, (_, index) => `item ${index}`);
const rows = (all: string[]) => all.map(name => row(name)).join("");

it("a list on lines of its own that lost a row is two runs", () => {
  const [documentA, a, documentB, b] = pair(`<body><ul>${rows(names)}</ul>`);
  documentA.querySelector("ul")!.innerHTML = rows(names.toSpliced(20, 1));
  const patch = travel(a.capture());
  expect(patch.nodes).toMatchObject([[expect.any(Number), 0, [expect.any(Array), expect.any(Array)]]]);
  b.apply(patch);
  expect(facts(documentB)).toEqual(facts(documentA));
});

it("a row that got its first class is that row", () => {
  const [documentA, a, documentB, b] = pair(`<body><ul>${rows(names)}</ul>`);
  documentA.querySelector("ul")!.innerHTML = rows(names).replace(row("item 7"), row("item 7", ' class="done"'));
  const own = documentB.querySelectorAll("li")[7];
  const patch = travel(a.capture());
  expect(patch.nodes).toEqual([[expect.any(Number), { class: "done" }]]);
  b.apply(patch);
  expect(documentB.querySelector(".done")).toBe(own);
});

it("a row that goes from one column into another keeps what is bound to it, its focus and its frame", () => {
  const card = (name: string) => `<article><button>${name}</button><iframe></iframe></article>`;
  const board = (...columns: string[][]) =>
    columns.map(names => `<section><h2>${names.length}</h2><div>${names.map(card).join("")}</div></section>`).join("");
  const [documentA, a, documentB, b] = pair(`<body>${board(["one", "two", "three"], ["four"])}`);
  const button = documentB.querySelectorAll("button")[1]!;
  const frame = button.nextElementSibling as HTMLIFrameElement;
  const inFrame = frame.contentDocument;
  const onClick = vi.fn();
  button.addEventListener("click", onClick);
  documentA.body.innerHTML = board(["one", "three"], ["four", "two"]);
  button.focus();
  documentA.querySelectorAll("button")[3]!.focus();
  const patch = travel(a.capture());
  b.apply(patch);
  expect(documentB.querySelectorAll("button")[3]).toBe(button);
  expect(documentB.activeElement).toBe(button);
  expect(frame.contentDocument).toBe(inFrame);
  button.click();
  expect(onClick).toHaveBeenCalledOnce();
});

it("what was taken out of a row before it was rendered again does not stand for what is in it now", () => {
  const [documentA, a, documentB, b] = pair("<body><ul><li>one <b>x</b></li><li>two</li></ul><div></div>");
  const list = documentA.querySelector("ul")!;
  const html = list.innerHTML;
  documentA.querySelector("div")!.append(documentA.querySelector("b")!);
  list.innerHTML = html;
  b.apply(travel(a.capture()));
  expect(facts(documentB)).toEqual(facts(documentA));
});

it("a field of another place that was put into a row rendered again is itself", () => {
  const [documentA, a, documentB, b] = pair("<body><ul><li>one <input></li><li>two</li></ul><div><input></div>");
  const list = documentA.querySelector("ul")!;
  const [, field] = documentA.querySelectorAll("input");
  const [, own] = documentB.querySelectorAll("input");
  field!.value = "typed";
  const { innerHTML } = list;
  list.innerHTML = innerHTML;
  list.querySelector("input")!.replaceWith(field!);
  b.apply(travel(a.capture()));
  expect(facts(documentB)).toEqual(facts(documentA));
  expect(documentB.querySelector("input")).toBe(own);
});

it("what may not enter a page does not stand for what is gone", () => {
  const [documentA, a, documentB, b] = pair(`<!doctype html><meta charset="ascii">`);
  documentA.head.innerHTML = `<meta http-equiv="content-type" content="text/html;charset=ascii">`;
  const { leftOut } = b.apply(travel(a.capture()));
  expect(documentB.head.children).toHaveLength(0);
  expect(leftOut).toMatchObject([{ reason: "meta_http_equiv" }]);
});
