import { afterEach, expect, it } from "vitest";
import type { Engine, Remark } from "../../../../client/src/engine";
import { closePages } from "../page";
import { pair, travel } from "../pair";

afterEach(closePages);

/** A shadow root whose slots get what a script says. */
function attach(host: Element): HTMLSlotElement {
  const root = host.attachShadow({ mode: "open", slotAssignment: "manual" });
  return root.appendChild(host.ownerDocument.createElement("slot"));
}

const remarks = (engine: Engine): Remark[] => {
  const leftOut: Remark[] = [];
  engine.capture({ leftOut });
  return leftOut;
};

it("what a script gives to slots is a remark, and what it gave them at load is none", () => {
  let slot: HTMLSlotElement | undefined;
  const [document, a] = pair("<div><p>one</p><p>two</p></div><section><p>three</p></section>", document => {
    const host = document.querySelector("div")!;
    const own = attach(host);
    own.assign(host.firstElementChild!);
    slot ??= own;
  });
  expect(remarks(a)).toEqual([]);
  slot!.assign(document.querySelector("div")!.lastElementChild!);
  const host = document.querySelector("section")!;
  attach(host).assign(host.firstElementChild!);
  expect(remarks(a)).toEqual(
    ["div", "section"].map(name => ({
      reason: "slots",
      node: expect.any(Number),
      what: `what a script put into the slots of <${name}>`,
    })),
  );
  slot!.assign(document.querySelector("div")!.firstElementChild!);
  expect(remarks(a)).toHaveLength(1);
});

it("that only a script gives nodes to the slots of a new shadow root is a remark before it has any", () => {
  const [document, a] = pair("<div></div><p></p>", document => attach(document.querySelector("p")!));
  document.querySelector("p")!.shadowRoot!.replaceChildren();
  attach(document.querySelector("div")!).replaceWith("no slot");
  expect(remarks(a).map(({ what }) => what)).toEqual(["what a script put into the slots of <div>"]);
});

it("a shadow root that lets nobody read it is a remark where it came after load", () => {
  const [document, a, , b] = pair("<div></div><p></p>", document =>
    document.querySelector("p")!.attachShadow({ mode: "closed" }),
  );
  expect(remarks(a)).toEqual([]);
  document.querySelector("div")!.attachShadow({ mode: "closed" }).innerHTML = "closed";
  expect(remarks(a)).toEqual([
    { reason: "closed_root", node: expect.any(Number), what: "what is in the shadow root of <div>" },
  ]);
  expect(b.apply(travel(a.capture())).leftOut).toEqual([]);
  document.querySelector("div")!.remove();
  expect(remarks(a)).toEqual([]);
});
