import { afterEach, describe, expect, it } from "vitest";
import type { Patch } from "../../../client/src/engine";
import { closePages } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

describe("at the limits of pages", () => {
  const depthOf = (document: Document): number => {
    let depth = 0;
    for (let node = document.body.firstElementChild; node; node = node.firstElementChild) depth++;
    return depth;
  };

  it("a new tree of 5,000 levels arrives, and goes", () => {
    const [documentA, a, documentB, b] = pair("<p>x");
    let innermost: Element = documentA.body;
    for (let level = 0; level < 5000; level++) innermost = innermost.insertBefore(documentA.createElement("b"), null);
    documentA.querySelector("p")!.remove();
    b.apply(travel(a.capture()));
    expect(depthOf(documentB)).toBe(5000);
    b.reset();
    expect(documentB.body.innerHTML).toBe("<p>x</p>");
  });

  it("one of 5,000 new levels changes, and the others stay as they are", () => {
    const [documentA, a, documentB, b] = pair("<p>x");
    const levels = Array.from({ length: 5000 }, () => documentA.createElement("b"));
    levels.reduce((above: Element, level) => above.appendChild(level), documentA.body);
    b.apply(travel(a.capture()));
    const made = [...documentB.querySelectorAll("b")];
    levels.at(-2)!.title = "changed";
    expect(b.apply(travel(a.capture())).applied).toBe(1);
    expect([...documentB.querySelectorAll("b")]).toEqual(made);
    expect(made.at(-2)!.title).toBe("changed");
  });

  it("100,000 new siblings arrive, and 10,000 of the page turn round", () => {
    const [documentA, a, documentB, b] = pair(`<div>${"<b></b>".repeat(10_000)}</div><p></p>`);
    const list = documentA.querySelector("div")!;
    for (const child of [...list.children].reverse()) list.append(child);
    documentA.querySelector("p")!.innerHTML = "<i></i>".repeat(100_000);
    b.apply(travel(a.capture()));
    expect(documentB.body.innerHTML).toBe(documentA.body.innerHTML);
  }, 60_000);

  it("100,000 that are alike are found again by a second patch", () => {
    const [documentA, a, documentB, b] = pair("<p></p>");
    documentA.querySelector("p")!.append(...Array.from({ length: 100_000 }, () => "x"));
    const patch = travel(a.capture());
    b.apply(patch);
    expect(b.apply(patch).applied).toBe(0);
    expect(documentB.querySelector("p")!.childNodes).toHaveLength(100_000);
  });

  it("nodes nested too deep, and too many, are refused", () => {
    const [, , , b] = pair("<p>one");
    let deep: unknown[] = ["b"];
    for (let i = 0; i < 10_000; i++) deep = ["b", deep];
    const apply = (entries: unknown) => () => b.apply({ base: b.fingerprint, nodes: [[3, 0, entries as never]] });
    expect(apply([deep])).toThrow(expect.objectContaining({ code: "too_deep" }));
    expect(apply(Array(1_000_000).fill("x"))).toThrow(expect.objectContaining({ code: "too_large" }));
  });

  it("an element with more attributes than any has is refused", () => {
    const [, , documentB, b] = pair("<p>x");
    const attributes = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`a${i}`, "x"]));
    const apply = () => b.apply({ base: b.fingerprint, nodes: [[3, 0, [["p", attributes]]]] });
    expect(apply).toThrow(expect.objectContaining({ code: "too_large" }));
    expect(documentB.body.innerHTML).toBe("<p>x</p>");
  });

  it("an attribute of a name that pollutes prototypes is an attribute", () => {
    const [, , documentB, b] = pair("<p>x");
    const patch = JSON.parse(`{"nodes":[[3,0,[["p",{"__proto__":"y","constructor":"z"}]]]]}`) as Patch;
    b.apply({ ...patch, base: b.fingerprint });
    expect(documentB.querySelector("p")!.getAttributeNames()).toEqual(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>).y).toBeUndefined();
  });
});
