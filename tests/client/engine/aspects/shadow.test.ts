import { afterEach, expect, it } from "vitest";
import { remember } from "../../../../client/src/engine";
import { closePages, facts, page } from "../page";
import { pair, travel, withShadow } from "../pair";

afterEach(closePages);

const HTML = "<!doctype html><div>light</div><p>x</p>";
const attach = (document: Document, html = "<b>shadow</b><slot></slot>", of = "div") => {
  const root = document.querySelector(of)!.attachShadow({ mode: "open" });
  root.innerHTML = html;
  return root;
};
const rootOf = (document: Document, of = "div") => document.querySelector(of)!.shadowRoot!;

it("a shadow root that an element of the page got since load arrives, and a reset shows the element without it", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  attach(documentA).append(documentA.querySelector("p")!);
  const own = documentB.querySelector("p");
  const patch = travel(a.capture());
  expect(b.apply(patch).leftOut).toEqual([]);
  expect(facts(documentB)).toEqual(facts(documentA));
  expect(rootOf(documentB).lastChild).toBe(own);
  expect(b.apply(patch).applied).toBe(0);
  expect(travel(b.capture())).toEqual(patch);

  rootOf(documentA).querySelector("b")!.textContent = "changed";
  b.apply(travel(a.capture()));
  expect(rootOf(documentB).querySelector("b")!.textContent).toBe("changed");

  b.reset();
  expect(rootOf(documentB).innerHTML).toBe("<slot></slot>");
  expect(documentB.body.lastChild).toBe(own);
  expect(b.capture()).toEqual({ base: b.fingerprint });
  b.apply(patch);
  expect(rootOf(documentB).querySelector("b")!.textContent).toBe("shadow");
});

it("one that a single slot filled, and that something else fills later, arrives", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  const root = attach(documentA, "<slot></slot>");
  expect(a.capture()).toEqual({ base: a.fingerprint });
  root.firstElementChild!.append("fallback");
  b.apply(travel(a.capture()));
  expect(rootOf(documentB).innerHTML).toBe("<slot>fallback</slot>");
});

it("a shadow root that this page attached itself stays, as a remark", () => {
  const [, a, documentB, b] = pair(HTML);
  attach(documentB);
  expect(b.apply(travel(a.capture())).leftOut).toMatchObject([{ reason: "shadow_root" }]);
  expect(rootOf(documentB).innerHTML).toBe("<b>shadow</b><slot></slot>");
});

it("nested ones, in new elements and in elements that were rendered again", () => {
  const [documentA, a, documentB, b] = pair("<main><div id=x>light</div></main>");
  documentA.querySelector("main")!.innerHTML = "<div id=x>light</div>";
  const inner = attach(documentA, "<span></span>")
    .querySelector("span")!
    .attachShadow({ mode: "open", delegatesFocus: true });
  inner.innerHTML = "<em>deep</em>";
  b.apply(travel(a.capture()));
  expect(facts(documentB)).toEqual(facts(documentA));
  expect(rootOf(documentB).querySelector("span")!.shadowRoot!.delegatesFocus).toBe(true);
  b.reset();
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("what happens inside of a new shadow root is noticed", async () => {
  const [documentA, a] = pair(HTML);
  let calls = 0;
  a.watch(() => calls++);
  const root = attach(documentA);
  await Promise.resolve();
  calls = 0;
  root.querySelector("b")!.textContent = "changed";
  await Promise.resolve();
  expect(calls).toBe(1);
  root.querySelector("b")!.dispatchEvent(new Event("change", { bubbles: true }));
  expect(calls).toBe(2);
});

it("what happens inside of one that a parser attached is noticed once it has been captured", async () => {
  const [documentA, a] = pair(HTML);
  documentA.querySelector("p")!.setHTMLUnsafe("<span><template shadowrootmode=open><b>x</b></template></span>");
  expect(JSON.stringify(a.capture())).toContain("#shadow");
  let calls = 0;
  a.watch(() => calls++);
  rootOf(documentA, "span").querySelector("b")!.textContent = "changed";
  await Promise.resolve();
  expect(calls).toBe(1);
});

it("stopping puts attachShadow back", () => {
  const document = page(HTML);
  const { prototype } = (document.defaultView as Window & typeof globalThis).Element;
  const native = prototype.attachShadow;
  const engine = remember(document);
  expect(prototype.attachShadow).not.toBe(native);
  engine.stop();
  expect(prototype.attachShadow).toBe(native);
});

/** Defines an element that fills its shadow root when it is made, and listens there. */
function define(document: Document, clicks: string[]): void {
  const { customElements, HTMLElement } = document.defaultView as Window & typeof globalThis;
  if (customElements.get("x-counter")) return;
  customElements.define(
    "x-counter",
    class extends HTMLElement {
      constructor() {
        super();
        this.attachShadow({ mode: "open" }).innerHTML = "<button>0</button><slot></slot>";
        this.shadowRoot!.querySelector("button")!.onclick = ({ target }) => {
          (target as Element).textContent += "+";
          clicks.push(this.id);
        };
      }
    },
  );
}

it("a custom element that fills its own shadow root ends up as at the source and stays alive", () => {
  const clicks: string[] = [];
  const [documentA, a, documentB, b] = pair("<main></main>", document => define(document, clicks));
  documentA.querySelector("main")!.innerHTML = "<x-counter id=one>light</x-counter>";
  const button = (document: Document) => rootOf(document, "x-counter").querySelector("button")!;
  button(documentA).click();
  b.apply(travel(a.capture()));
  expect(facts(documentB)).toEqual(facts(documentA));
  button(documentB).click();
  expect(button(documentB).textContent).toBe("0++");
  expect(clicks).toEqual(["one", "one"]);
});

/** When an element makes its content: a button that counts its clicks, and a slot. */
const moments: Record<string, (element: HTMLElement, render: (parent: Node) => void) => void> = {
  "when it comes into the document": (element, render) => {
    if (!element.shadowRoot) render(element.attachShadow({ mode: "open" }));
  },
  // As Lit does it: into the root that is there, before what is there.
  "some microtasks later": (element, render) => {
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    void Promise.resolve()
      .then(() => {})
      .then(() => render(root));
  },
  "without a shadow root": (element, render) => render(element),
};

it.each(Object.entries(moments))(
  "a custom element that renders %s arrives once, and stays alive",
  async (when, moment) => {
    const tag = `x-${when.replaceAll(" ", "-")}`;
    const [documentA, a, documentB, b] = pair("<main></main>", document => {
      const { customElements, HTMLElement } = document.defaultView as Window & typeof globalThis;
      if (customElements.get(tag)) return;
      customElements.define(
        tag,
        class extends HTMLElement {
          connectedCallback() {
            moment(this, parent => {
              const document = this.ownerDocument;
              const button = document.createElement("button");
              button.append("0");
              button.onclick = () => button.append("+");
              parent.insertBefore(document.createElement("input"), parent.firstChild);
              parent.insertBefore(button, parent.firstChild);
            });
          }
        },
      );
    });
    const rendered = (document: Document, name: string) => {
      const host = document.querySelector(tag)!;
      return (host.shadowRoot ?? host).querySelectorAll<HTMLElement>(name);
    };
    documentA.querySelector("main")!.append(documentA.createElement(tag));
    await new Promise(resolve => setTimeout(resolve));
    rendered(documentA, "button")[0]!.click();
    (rendered(documentA, "input")[0] as HTMLInputElement).value = "typed";

    const patch = travel(a.capture());
    const report = b.apply(patch);
    await report.settled;
    expect(report.leftOut).toEqual([]);
    expect(facts(documentB)).toEqual(facts(documentA));
    expect((rendered(documentB, "input")[0] as HTMLInputElement).value).toBe("typed");
    rendered(documentB, "button")[0]!.click();
    expect(rendered(documentB, "button")[0]!.textContent).toBe("0++");

    b.apply(patch);
    expect(facts(documentB)).toEqual(facts(documentA));
    b.reset();
    expect(b.capture()).toEqual({ base: b.fingerprint });
  },
);

it("what a custom element would still render is not waited for when another patch has come", async () => {
  const define = (document: Document) => {
    const { customElements, HTMLElement } = document.defaultView as Window & typeof globalThis;
    if (!customElements.get("x-never")) customElements.define("x-never", class extends HTMLElement {});
  };
  const [documentA, a, , b] = pair("<main></main>", define);
  documentA.querySelector("main")!.append(documentA.createElement("x-never"));
  attach(documentA, "<b>shadow</b>", "x-never");
  const report = b.apply(travel(a.capture()));
  b.reset();
  await report.settled;
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("an element of the page that was upgraded since load on both sides keeps what it made", () => {
  const [documentA, a, documentB, b] = pair("<x-late></x-late>");
  for (const document of [documentA, documentB]) attach(document, "<p>own</p>", "x-late");
  const own = rootOf(documentB, "x-late").querySelector("p");
  rootOf(documentA, "x-late").querySelector("p")!.className = "changed";
  b.apply(travel(a.capture()));
  expect(rootOf(documentB, "x-late").querySelector("p")).toBe(own);
  expect(own!.className).toBe("changed");
});

it("what is scrolled and focused in a shadow root arrives", async () => {
  const html = `<div style="height:50px;overflow:auto" id=pane><div style="height:500px"></div></div><input>`;
  const [documentA, a, documentB, b] = pair("<div></div>", withShadow(html));
  const pane = (document: Document) => rootOf(document).getElementById("pane")!;
  const scrolled = new Promise(resolve => pane(documentA).addEventListener("scroll", resolve, { once: true }));
  pane(documentA).scrollTop = 100;
  await scrolled;
  rootOf(documentA).querySelector("input")!.focus();
  b.apply(travel(a.capture()));
  expect(pane(documentB).scrollTop).toBe(100);
  expect(rootOf(documentB).activeElement).toBe(rootOf(documentB).querySelector("input"));
  b.reset();
  expect(pane(documentB).scrollTop).toBe(0);
});

it("a shadow root elsewhere than first in an element without one is refused", () => {
  const [, , , b] = pair("<div></div><p>x</p>", withShadow(""));
  const number = (name: string) => b.describe().findIndex(([, nodeName]) => nodeName === name);
  const shadow = ["#shadow", { mode: "open" }];
  for (const [name, entries] of [
    ["P", ["x", shadow]],
    ["P", [shadow, shadow]],
    ["DIV", [shadow]],
  ] as const) {
    const apply = () => b.apply({ base: b.fingerprint, nodes: [[number(name), 0, entries as never]] });
    expect(apply).toThrow(expect.objectContaining({ code: "bad_patch" }));
  }
});

it("what a private element has in its shadow root stays where it is", () => {
  const [documentA, a] = pair(
    "<div data-liquid-private></div><section data-liquid-private></section>",
    withShadow("<b>secret</b>"),
  );
  rootOf(documentA).querySelector("b")!.textContent = "secret 2";
  attach(documentA, "<b>secret 3</b>", "section");
  expect(a.capture()).toEqual({ base: a.fingerprint });
  expect(JSON.stringify(a.describe())).not.toContain("secret");
});

it("a component that is defined after it arrived fills the shadow root that came with it", () => {
  const [documentA, a, documentB, b] = pair("<main></main>");
  documentA.querySelector("main")!.innerHTML = "<late-one></late-one>";
  documentA.querySelector("late-one")!.attachShadow({ mode: "open" }).innerHTML = "<b>from there</b>";
  b.apply(travel(a.capture()));
  const window = documentB.defaultView as unknown as typeof globalThis;
  const host = documentB.querySelector("late-one")!;
  expect(host.shadowRoot!.textContent).toBe("from there");
  class LateOne extends window.HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: "open" }).innerHTML = "<i>of its own</i>";
    }
  }
  window.customElements.define("late-one", LateOne);
  expect(host.shadowRoot!.innerHTML).toBe("<i>of its own</i>");
  expect(() => host.attachShadow({ mode: "open" })).toThrow();
});
