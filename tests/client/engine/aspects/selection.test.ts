import { afterEach, expect, it } from "vitest";
import type { Patch } from "../../../../client/src/engine";
import { closePages } from "../page";
import { next, pair, travel, withShadow } from "../pair";

afterEach(closePages);

const HTML =
  "<!doctype html><p>one two</p><i data-liquid-ignore>x</i><p>three</p><div contenteditable>edited</div><input>";

const places = (document: Document) => {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection()!;
  return [anchorNode?.nodeValue ?? anchorNode?.nodeName, anchorOffset, focusNode?.nodeValue, focusOffset];
};

it("what is selected in text arrives, backwards too", async () => {
  const [documentA, a, documentB, b] = pair(HTML);
  const [first, second] = documentA.querySelectorAll("p");
  documentA.getSelection()!.setBaseAndExtent(second!.firstChild!, 3, first!.firstChild!, 4);
  documentB.getSelection()!.selectAllChildren(documentB.querySelector("p")!);
  await next(documentA, "selectionchange");
  const patch = travel(a.capture());
  expect(b.apply(patch).leftOut).toEqual([]);
  expect(places(documentB)).toEqual(["three", 3, "one two", 4]);
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(documentB.getSelection()!.rangeCount).toBe(0);
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("a caret in what is edited arrives with the text", async () => {
  const [documentA, a, documentB, b] = pair(HTML);
  const edited = documentA.querySelector("div")!;
  edited.focus();
  edited.firstChild!.nodeValue = "edited again";
  documentA.getSelection()!.collapse(edited.firstChild, 9);
  await next(documentA, "selectionchange");
  b.apply(travel(a.capture()));
  expect(documentB.activeElement).toBe(documentB.querySelector("div"));
  expect(places(documentB)).toEqual(["edited again", 9, "edited again", 9]);
});

it("a selection of children counts without what is ignored", async () => {
  const [documentA, a, documentB, b] = pair(HTML);
  documentA
    .getSelection()!
    .setBaseAndExtent(documentA.body, 2, documentA.querySelector("p:nth-of-type(2)")!.firstChild!, 2);
  documentB.querySelector("i")!.remove();
  await next(documentA, "selectionchange");
  b.apply(travel(a.capture()));
  expect(places(documentB)).toEqual(["BODY", 1, "three", 2]);
});

it("what is selected in a shadow root arrives there", async () => {
  const [documentA, a, , b] = pair("<div></div>", withShadow("<p>inside</p>"));
  const text = (document: Document) => document.querySelector("div")!.shadowRoot!.querySelector("p")!.firstChild!;
  documentA.getSelection()!.setBaseAndExtent(text(documentA), 4, text(documentA), 1);
  await next(documentA, "selectionchange");
  b.apply(travel(a.capture()));
  expect(a.capture().selection).toHaveLength(2);
  expect(b.capture().selection).toEqual(a.capture().selection);
});

it("a caret in a field belongs to its focus, and one that nobody sees to nothing", async () => {
  const [documentA, a] = pair(HTML);
  documentA.querySelector("input")!.value = "typed";
  documentA.querySelector("input")!.select();
  expect(a.capture().selection).toBeUndefined();
  documentA.querySelector("input")!.blur();
  documentA.getSelection()!.collapse(documentA.querySelector("p")!.firstChild, 2);
  expect(a.capture().selection).toBeUndefined();
});

it("offsets beyond the text end at its end; what is no place is refused", () => {
  const [, , documentB, b] = pair("<p>x</p>");
  const apply = (selection: unknown) => b.apply({ base: b.fingerprint, selection: selection as never });
  apply([
    [4, 0],
    [4, 1e9],
  ]);
  expect(String(documentB.getSelection())).toBe("x");
  for (const hostile of [
    {},
    "x",
    [],
    [[1]],
    [[1, "0"]],
    [[1, 0, 0]],
    [
      [1, 0],
      [1, 0],
      [1, 0],
    ],
  ]) {
    expect(() => apply(hostile)).toThrow(expect.objectContaining({ code: "bad_patch" }));
  }
});

it("a place in a document type, where nothing can be selected, is none", () => {
  const [, , documentB, b] = pair("<!doctype html><p>one</p>");
  const places: [number, number][] = [
    [1, 0],
    [1, 0],
  ];
  b.apply({ base: b.fingerprint, nodes: [[2, { lang: "en" }]], selection: places });
  expect(documentB.documentElement.lang).toBe("en");
  expect(documentB.getSelection()!.isCollapsed).toBe(true);
});

it("a dialog that has closed in this very moment has no focus to send", () => {
  const [documentA, a, , b] = pair("<!doctype html><dialog>text</dialog>");
  const dialog = documentA.querySelector("dialog")!;
  dialog.show();
  expect(b.apply(travel(a.capture())).leftOut).toEqual([]);
  dialog.close();
  expect(a.capture()).toEqual({ base: a.fingerprint });
});

it("a focus that nothing takes here and a selection that has no place are remarks", () => {
  const [, , , b] = pair("<!doctype html><p>text</p><div hidden><input></div>");
  const number = (name: string) => b.describe().findIndex(row => row[1] === name);
  const apply = (patch: object) => b.apply({ base: b.fingerprint, ...patch } as Patch).leftOut;
  for (const name of ["INPUT", "P"]) {
    const node = number(name);
    const what = `the focus of <${name.toLowerCase()}>`;
    expect(apply({ focus: [node] })).toEqual([{ reason: "not_focused", node, what }]);
  }
  const places = [
    [number("html"), 0],
    [number("P"), 1],
  ];
  expect(apply({ selection: places })).toEqual([{ reason: "not_selected", node: 1, what: "the selection" }]);
});

it("nothing is selected in a slot that shows something else", () => {
  const [, , , b] = pair("<div>light</div><p>x</p>", withShadow("<slot>instead</slot>"));
  const rows = b.describe();
  const [instead, end] = ["instead", "x"].map(text => rows.findIndex(row => row.includes(text)));
  const selection = [instead, end].map(number => [number, 0]) as Patch["selection"];
  const { leftOut } = b.apply({ base: b.fingerprint, selection: selection! });
  expect(leftOut).toEqual([{ reason: "not_selected", node: instead, what: "the selection" }]);
});
