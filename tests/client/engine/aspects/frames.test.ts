import { afterEach, expect, it } from "vitest";
import type { Remark } from "../../../../client/src/engine";
import { closePages, facts } from "../page";
import { next, pair, travel } from "../pair";

afterEach(closePages);

const HTML = "<!doctype html><p>x</p><iframe></iframe>";

const inner = (document: Document, index = 0) => document.querySelectorAll("iframe")[index]!.contentDocument!;

/** What a page does that fills its frame when it loads. */
const fill = (html: string) => (document: Document) => {
  inner(document).open();
  inner(document).write(html);
  inner(document).close();
};

it("what happens in a frame that the page filled at load arrives, and a reset brings it back", () => {
  const [documentA, a, documentB, b] = pair(HTML, fill("<!doctype html><h1>title</h1><input><dialog>x</dialog>"));
  expect(a.capture()).toEqual({ base: a.fingerprint });
  const loaded = facts(inner(documentB));
  const own = inner(documentB).querySelector("h1");
  inner(documentA).querySelector("h1")!.textContent = "changed";
  inner(documentA).querySelector("input")!.value = "typed";
  inner(documentA).querySelector("dialog")!.showModal();
  inner(documentB).body.append("local");
  const patch = travel(a.capture());
  expect(b.apply(patch).leftOut).toEqual([]);
  expect(facts(inner(documentB))).toEqual(facts(inner(documentA)));
  expect(inner(documentB).querySelector("h1")).toBe(own);
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(facts(inner(documentB))).toEqual(loaded);
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("a frame that the application made and filled arrives, without its scripts", () => {
  const [documentA, a, documentB, b] = pair("<!doctype html><main></main>");
  documentA.querySelector("main")!.innerHTML = "<iframe></iframe>";
  fill("<!doctype html><title>t</title><body class=c><p>text</p><input><script>var x = 1</script>")(documentA);
  inner(documentA).querySelector("input")!.value = "typed";
  const leftOut: Remark[] = [];
  const patch = travel(a.capture({ leftOut }));
  expect(leftOut).toMatchObject([{ reason: "script", what: "<script> in <iframe>" }]);
  expect(b.apply(patch).leftOut).toEqual([]);
  inner(documentA).querySelector("script")!.remove();
  expect(facts(inner(documentB).documentElement)).toEqual(facts(inner(documentA).documentElement));
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(documentB.querySelector("iframe")).toBeNull();
});

it("frames in frames", () => {
  const [documentA, a, documentB, b] = pair(HTML, fill("<p>outer</p><iframe></iframe>"));
  fill("<b>deep</b>")(inner(documentA));
  b.apply(travel(a.capture()));
  expect(inner(inner(documentB)).body.innerHTML).toBe("<b>deep</b>");
  b.reset();
  expect(inner(inner(documentB)).body.innerHTML).toBe("");
});

it("what happens in a frame is noticed", async () => {
  const [documentA, a] = pair(HTML, fill("<p>x</p>"));
  let calls = 0;
  a.watch(() => calls++);
  inner(documentA).querySelector("p")!.textContent = "y";
  await Promise.resolve();
  expect(calls).toBe(1);
});

it("a frame with an address is loaded there, and its content is a remark", () => {
  const [, a] = pair(`<iframe src="data:text/html,x"></iframe>`);
  const leftOut: Remark[] = [];
  expect(a.capture({ leftOut })).toEqual({ base: a.fingerprint });
  expect(leftOut).toEqual([{ reason: "frame", node: 4, what: `content of <iframe src="data:text/html,x">` }]);
});

const OTHER = "data:text/html,x";

it("a new frame does not stand for one that holds another site's page, which has no way back", () => {
  const [documentA, a, documentB, b] = pair(`<div><iframe src="${OTHER}"></iframe></div>`);
  const own = documentB.querySelector("iframe");
  documentA.querySelector("div")!.innerHTML = "<iframe></iframe>";
  expect(b.apply(travel(a.capture())).leftOut).toEqual([]);
  expect(documentB.querySelector("iframe")).not.toBe(own);
  expect(inner(documentB)).not.toBeNull();
  documentA.querySelector("div")!.innerHTML = `<iframe src="${OTHER}"></iframe>`;
  b.apply(travel(a.capture()));
  documentA.querySelector("div")!.innerHTML = "<iframe></iframe>";
  b.apply(travel(a.capture()));
  expect(inner(documentB)).not.toBeNull();
});

it("a frame that went to another site's page here, and has none to go back to, is a remark", async () => {
  const [, , documentB, b] = pair("<iframe></iframe>");
  const frame = documentB.querySelector("iframe")!;
  frame.src = OTHER;
  await next(frame, "load");
  expect(b.reset().leftOut).toEqual([{ reason: "frame", node: expect.any(Number), what: "content of <iframe>" }]);
  expect(frame.hasAttribute("src")).toBe(false);
});

it("a patch that does not fit a frame is a remark, and the rest is applied", () => {
  const [, , documentB, b] = pair(HTML, fill("<p>x</p>"));
  const apply = (frames: unknown, nodes?: unknown) =>
    b.apply({ base: b.fingerprint, frames: frames as never, ...(nodes ? { nodes: nodes as never } : {}) });
  const number = b.describe().findIndex(([, name]) => name === "IFRAME");
  expect(apply([[number, { base: "0" }]]).leftOut).toEqual([
    { reason: "other_base", node: number, what: "content of <iframe>" },
  ]);
  expect(apply([[5, { base: "0" }]]).leftOut).toHaveLength(1);
  expect(inner(documentB).body.innerHTML).toBe("<p>x</p>");
  for (const hostile of [{}, [[number]], [[number, "x"]], [[number, null]], [[number, {}, 1]]]) {
    expect(() => apply(hostile)).toThrow(expect.objectContaining({ code: "bad_patch" }));
  }
});

it("what a page filled at load is there again when its frame was taken out and comes back", () => {
  const [documentA, a, documentB, b] = pair(HTML, fill("<p>filled</p><input>"));
  const loaded = facts(inner(documentB).documentElement);
  inner(documentB).querySelector("input")!.value = "typed";
  const typed = facts(inner(documentB).documentElement);
  const before = b.capture({ exact: true });
  documentA.querySelector("iframe")!.remove();
  b.apply(travel(a.capture()));
  expect(documentB.querySelector("iframe")).toBeNull();
  expect(b.apply(before).leftOut).toEqual([]);
  expect(facts(inner(documentB).documentElement)).toEqual(typed);
  b.reset();
  expect(facts(inner(documentB).documentElement)).toEqual(loaded);
});

it("a frame that loads anew where it is moved is filled as it was", () => {
  const [documentA, a, documentB, b] = pair(HTML, fill("<p>filled</p><input>"));
  inner(documentA).querySelector("input")!.value = "typed";
  const patch = travel(a.capture());
  // A move without `moveBefore`.
  documentB.body.prepend(documentB.querySelector("iframe")!);
  expect(inner(documentB).body.innerHTML).toBe("");
  expect(b.apply(patch).leftOut).toEqual([]);
  expect(facts(inner(documentB).documentElement)).toEqual(facts(inner(documentA).documentElement));
  expect(b.apply(patch).applied).toBe(0);
});
