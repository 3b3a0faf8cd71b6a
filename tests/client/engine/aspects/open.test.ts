import { afterEach, expect, it } from "vitest";
import type { Remark } from "../../../../client/src/engine";
import { closePages, facts } from "../page";
import { pair, travel, withShadow } from "../pair";

afterEach(closePages);

const HTML = `<!doctype html><dialog id=d>dialog</dialog><dialog id=e open>other</dialog>
  <p id=p popover>auto</p><p id=q popover>auto</p><p id=m popover=manual>manual</p>`;

const get = (document: Document, id: string) => document.getElementById(id) as HTMLDialogElement;

const isModal = (element: Element) => element.matches(":modal");
const isPopover = (element: Element) => element.matches(":popover-open");

it("a modal dialog arrives modal, and one that is not arrives so", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  get(documentA, "d").showModal();
  get(documentB, "d").show();
  get(documentB, "e").close();
  get(documentB, "e").showModal();
  const patch = travel(a.capture());
  expect(b.apply(patch).leftOut).toEqual([]);
  expect(["d", "e"].map(id => isModal(get(documentB, id)))).toEqual([true, false]);
  expect(get(documentB, "e").open).toBe(true);
  expect(facts(documentB)).toEqual(facts(documentA));
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(["d", "e"].map(id => isModal(get(documentB, id)))).toEqual([false, false]);
  expect(["d", "e"].map(id => get(documentB, id).open)).toEqual([false, true]);
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("what is open arrives in the order in which it stands", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  get(documentA, "m").showPopover();
  get(documentA, "d").showModal();
  get(documentA, "q").showPopover();
  get(documentB, "q").showPopover();
  get(documentB, "m").showPopover();
  const patch = travel(a.capture());
  b.apply(patch);
  expect(["m", "d", "q"].map(id => get(documentB, id).matches(":modal, :popover-open"))).toEqual([true, true, true]);
  expect(b.capture().open).toEqual(patch.open);
  get(documentA, "m").hidePopover();
  get(documentA, "m").showPopover();
  expect(a.capture().open).not.toEqual(patch.open);
  b.apply(travel(a.capture()));
  expect(b.capture().open).toEqual(a.capture().open);
});

it("a popover that another one opened stays open above it", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  get(documentA, "p").showPopover();
  (get(documentA, "q").showPopover as (options: object) => void)({ source: get(documentA, "p") });
  expect(isPopover(get(documentA, "p"))).toBe(true);
  b.apply(travel(a.capture()));
  expect(["p", "q"].map(id => isPopover(get(documentB, id)))).toEqual([true, true]);
  b.reset();
  expect(["p", "q"].map(id => isPopover(get(documentB, id)))).toEqual([false, false]);
});

it("a dialog that the application made arrives modal, and is gone after a reset", () => {
  const [documentA, a, documentB, b] = pair("<div></div>");
  documentA.querySelector("div")!.innerHTML = "<dialog>new</dialog>";
  documentA.querySelector("dialog")!.showModal();
  b.apply(travel(a.capture()));
  expect(isModal(documentB.querySelector("dialog")!)).toBe(true);
  b.reset();
  expect(documentB.querySelector("dialog")).toBeNull();
});

it("what was open at load and is closed arrives closed, and a reset opens it", () => {
  const [documentA, a, documentB, b] = pair(HTML, document => {
    get(document, "d").showModal();
    get(document, "p").showPopover();
  });
  expect(a.capture()).toEqual({ base: a.fingerprint });
  get(documentA, "p").hidePopover();
  get(documentA, "d").close();
  b.apply(travel(a.capture()));
  expect([isModal(get(documentB, "d")), isPopover(get(documentB, "p"))]).toEqual([false, false]);
  b.reset();
  expect([isModal(get(documentB, "d")), isPopover(get(documentB, "p"))]).toEqual([true, true]);
});

it("a dialog that could be a popover too is at load what it was then", () => {
  const [documentA, a, documentB, b] = pair("<dialog popover>x</dialog><p>y</p>", document =>
    document.querySelector("dialog")!.showModal(),
  );
  const dialogs = [documentA, documentB].map(document => document.querySelector("dialog")!);
  documentA.querySelector("p")!.title = "changed";
  b.apply(travel(a.capture()));
  dialogs[0]!.close();
  b.apply(travel(a.capture()));
  expect(isModal(dialogs[1]!) || isPopover(dialogs[1]!)).toBe(false);
  b.reset();
  expect([isModal(dialogs[1]!), isPopover(dialogs[1]!)]).toEqual([true, false]);
});

it("a popover in a shadow root arrives", () => {
  const [documentA, a, documentB, b] = pair("<div></div>", withShadow("<p popover=manual>inside</p>"));
  const inside = (document: Document) => document.querySelector("div")!.shadowRoot!.querySelector("p")!;
  inside(documentA).showPopover();
  b.apply(travel(a.capture()));
  expect(isPopover(inside(documentB))).toBe(true);
});

it("what can't be opened is a remark", () => {
  const [, , , b] = pair("<p popover>x</p><p>y</p>");
  const apply = (open: unknown) => b.apply({ base: b.fingerprint, open: open as never });
  expect(apply([[6, "modal"]]).leftOut).toEqual([{ reason: "not_opened", node: 6, what: "modal <p>" }]);
  expect(() => apply([[9999, "popover"]])).toThrow(expect.objectContaining({ code: "unknown_node" }));
  for (const hostile of [{}, "x", [[1, "x".repeat(1e6)]], [["1", "modal"]], [[1, "modal", 2]], [null]]) {
    expect(() => apply(hostile)).toThrow(expect.objectContaining({ code: "bad_patch" }));
  }
});

it("an element that fills the screen is a remark", () => {
  const [documentA, a] = pair("<p>one</p><video></video>");
  // A browser lets only a person begin it.
  Object.defineProperty(documentA, "fullscreenElement", {
    value: documentA.querySelector("video"),
    configurable: true,
  });
  const leftOut: Remark[] = [];
  a.capture({ leftOut });
  Reflect.deleteProperty(documentA, "fullscreenElement");
  expect(leftOut).toEqual([{ reason: "fullscreen", node: expect.any(Number), what: "<video>" }]);
});
