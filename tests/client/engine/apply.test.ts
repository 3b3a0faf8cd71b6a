import { afterEach, describe, expect, it, vi } from "vitest";
import type { Patch } from "../../../client/src/engine";
import { closePages, facts } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

describe("applying", () => {
  it("goes from what the target is to what the source is, keeping the page's own nodes", () => {
    const [documentA, a, documentB, b] = pair("<ul><li>one<li>two<li>three</ul><p class=x>text");
    documentA.querySelector("li")!.remove();
    const own = [...documentB.querySelectorAll("li")];
    documentB.querySelector("ul")!.replaceChildren("something else");
    documentB.querySelector("p")!.className = "y";
    b.apply(travel(a.capture()));
    expect(facts(documentB)).toEqual(facts(documentA));
    expect([...documentB.querySelectorAll("li")]).toEqual(own.slice(1));
  });

  it("wraps and unwraps a base node", () => {
    const [documentA, a, documentB, b] = pair("<main><p id=p>text</p></main>");
    const p = documentA.getElementById("p")!;
    const wrapper = documentA.createElement("section");
    p.replaceWith(wrapper);
    wrapper.append(p, documentA.querySelector("main")!.cloneNode(false));
    const own = documentB.getElementById("p");
    b.apply(travel(a.capture()));
    expect(facts(documentB)).toEqual(facts(documentA));
    expect(documentB.getElementById("p")).toBe(own);
    b.reset();
    expect(documentB.body.innerHTML).toBe('<main><p id="p">text</p></main>');
  });

  it("turns a tree inside out", () => {
    const [documentA, a, documentB, b] = pair("<div id=a><div id=b><div id=c></div></div></div>");
    const [x, y, z] = ["a", "b", "c"].map(id => documentA.getElementById(id)!);
    documentA.body.append(z!);
    z!.append(y!);
    y!.append(x!);
    b.apply(travel(a.capture()));
    expect(facts(documentB)).toEqual(facts(documentA));
  });

  it("uses the nodes it made before again", () => {
    const [documentA, a, documentB, b] = pair("<ul></ul>");
    documentA.querySelector("ul")!.innerHTML = "<li>one<li>two<li><input>";
    b.apply(travel(a.capture()));
    const [, two, three] = documentB.querySelectorAll("li");
    documentA.querySelector("li")!.remove();
    b.apply(travel(a.capture()));
    expect(facts(documentB)).toEqual(facts(documentA));
    expect([...documentB.querySelectorAll("li")]).toEqual([two, three]);
  });

  it("uses them for their own rows again where another comes before one that changes", () => {
    const [documentA, a, documentB, b] = pair("<ul></ul><ol></ol>");
    const [listA, keyedA] = [documentA.querySelector("ul")!, documentA.querySelector("ol")!];
    listA.innerHTML = "<li><b>Buy milk</b><input></li>";
    keyedA.innerHTML = "<li data-key=1><input></li>";
    b.apply(travel(a.capture()));
    const [row, keyed] = documentB.querySelectorAll("li");
    row!.querySelector("input")!.focus();
    listA.querySelector("b")!.textContent = "Buy some milk";
    listA.insertAdjacentHTML("afterbegin", "<li><b>Buy eggs</b><input></li>");
    keyedA.querySelector("li")!.className = "done";
    keyedA.insertAdjacentHTML("afterbegin", "<li data-key=2><input></li>");
    b.apply(travel(a.capture()));
    expect(facts(documentB)).toEqual(facts(documentA));
    expect(documentB.querySelectorAll("li")[1]).toBe(row);
    expect(documentB.querySelectorAll("li")[3]).toBe(keyed);
  });

  it("replaces the nodes that the application made, since its listeners are not by name", () => {
    const [documentA, a, documentB, b] = pair("<ul></ul>");
    documentA.querySelector("ul")!.innerHTML = "<li>one";
    documentB.querySelector("ul")!.innerHTML = "<li>one";
    const own = documentB.querySelector("li");
    b.apply(travel(a.capture()));
    expect(documentB.querySelector("li")).not.toBe(own);
    expect(facts(documentB)).toEqual(facts(documentA));
  });

  it("changes nothing where nothing differs", async () => {
    const [documentA, a, documentB, b] = pair("<ul><li>one<li>two</ul>");
    documentA.querySelector("ul")!.append(documentA.querySelector("li")!);
    const patch = travel(a.capture());
    b.apply(patch);
    const records: MutationRecord[] = [];
    const observer = new MutationObserver(list => records.push(...list));
    observer.observe(documentB, { subtree: true, childList: true, attributes: true, characterData: true });
    expect(b.apply(patch).applied).toBe(0);
    expect([...records, ...observer.takeRecords()]).toEqual([]);
  });

  it("makes a customised built-in element as one", () => {
    const [documentA, a, documentB, b] = pair("<main></main>");
    const define = (document: Document) => {
      const { customElements, HTMLButtonElement } = document.defaultView as Window & typeof globalThis;
      class Counter extends HTMLButtonElement {
        count = 0;
      }
      if (!customElements.get("x-button")) customElements.define("x-button", Counter, { extends: "button" });
    };
    for (const document of [documentA, documentB]) define(document);
    documentA.querySelector("main")!.innerHTML = '<button is="x-button">0</button>';
    b.apply(travel(a.capture()));
    const button = documentB.querySelector("button") as HTMLButtonElement & { count: number };
    expect(button.outerHTML).toBe('<button is="x-button">0</button>');
    expect(button.count).toBe(0);
  });

  it("makes one that a script made, which has no `is` attribute, and lets it attach its own shadow root", async () => {
    const define = (document: Document) => {
      const { customElements, HTMLDivElement } = document.defaultView as Window & typeof globalThis;
      customElements.define(
        "fancy-box",
        class extends HTMLDivElement {
          connectedCallback() {
            this.attachShadow({ mode: "open" }).innerHTML = "<b>own</b>";
          }
        },
        { extends: "div" },
      );
    };
    const [documentA, a, documentB, b] = pair("<p></p>", define);
    documentA.querySelector("p")!.append(documentA.createElement("div", { is: "fancy-box" }));
    const failed = vi.fn();
    documentB.defaultView!.addEventListener("error", failed);
    const { leftOut, settled } = b.apply(travel(a.capture()));
    await settled;
    expect(leftOut).toEqual([]);
    expect(failed).not.toHaveBeenCalled();
    expect(documentB.querySelector("div")!.shadowRoot!.innerHTML).toBe("<b>own</b>");
  });

  it("makes names with a colon as a parser does, and as scripts do", () => {
    const [documentA, a, documentB, b] = pair("<p></p>");
    const p = documentA.querySelector("p")!;
    p.innerHTML = "<o:p>x</o:p><svg><cc:work></cc:work></svg>";
    p.append(documentA.createElementNS("http://www.w3.org/1999/xhtml", "x:b"));
    b.apply(travel(a.capture()));
    const names = (document: Document) =>
      [...document.querySelectorAll("p *")].map(({ prefix, localName }) => [prefix, localName]);
    expect(names(documentB)).toEqual(names(documentA));
    expect(names(documentB).at(-1)).toEqual(["x", "b"]);
  });

  it("moves comments around the element of a document, which can't be moved", () => {
    const [documentA, a, documentB, b] = pair("<!--a--><!doctype html><!--b--><html></html><!--c--><!--d-->");
    documentA.prepend(documentA.lastChild!, documentA.lastChild!.previousSibling!);
    documentA.append(documentA.childNodes[2]!);
    b.apply(travel(a.capture()));
    expect(facts(documentB)).toEqual(facts(documentA));
    b.reset();
    expect(b.capture()).toEqual({ base: b.fingerprint });
  });

  it("opens the right one of a group of <details>, whatever the order in which they come", () => {
    const html = "<details name=a open></details><details name=a></details>";
    const [documentA, a, documentB, b] = pair(html);
    const another = documentA.createElement("details");
    another.name = "a";
    documentA.body.append(another);
    another.open = true;
    documentA.body.prepend(documentA.querySelectorAll("details")[1]!);
    documentB.querySelectorAll("details")[1]!.open = true;
    const patch = travel(a.capture());
    b.apply(patch);
    expect(documentB.body.innerHTML).toBe(documentA.body.innerHTML);
    expect(documentB.querySelector("details[open]")).toBe(documentB.body.lastElementChild);
    expect(b.apply(patch).applied).toBe(0);
    b.reset();
    expect(documentB.querySelector("details[open]")).toBe(documentB.body.firstElementChild);
  });

  it("keeps the focus and the caret of a field that stays", () => {
    const [documentA, a, documentB, b] = pair("<input id=i value=hello><p>x</p><ul></ul>");
    const input = documentB.getElementById("i") as HTMLInputElement;
    input.focus();
    input.setSelectionRange(1, 3);
    documentA.querySelector("ul")!.innerHTML = "<li>new";
    documentA.body.prepend(documentA.querySelector("p")!);
    b.apply(travel(a.capture()), { keep: ["focus"] });
    expect(documentB.activeElement).toBe(input);
    expect([input.selectionStart, input.selectionEnd]).toEqual([1, 3]);
  });

  it("brings focus, caret and scroll", async () => {
    const html = `<textarea>some text</textarea><div style="height:50px;overflow:auto"><div style="height:500px"></div></div>`;
    const [documentA, a, documentB, b] = pair(html);
    const area = documentA.querySelector("textarea")!;
    area.focus();
    area.setSelectionRange(2, 6, "backward");
    const pane = documentA.querySelector("div")!;
    const scrolled = new Promise(resolve => pane.addEventListener("scroll", resolve, { once: true }));
    pane.scrollTop = 120;
    await scrolled;
    b.apply(travel(a.capture()));
    const arrived = documentB.querySelector("textarea")!;
    expect(documentB.activeElement).toBe(arrived);
    expect([arrived.selectionStart, arrived.selectionEnd, arrived.selectionDirection]).toEqual([2, 6, "backward"]);
    expect(documentB.querySelector("div")!.scrollTop).toBe(120);
    b.reset();
    expect(documentB.querySelector("div")!.scrollTop).toBe(0);
    expect(documentB.activeElement).toBe(documentB.body);
  });

  it("lets no code in, and says what it left out", () => {
    const [documentA, a, documentB, b] = pair(`<a href="/">x</a><button onclick="mine()">y</button>`);
    documentA.body.insertAdjacentHTML(
      "beforeend",
      `<img src=x onerror="alert(1)"><button onclick="mine()">z</button><a href=" java\nscript:alert(1)">l</a><iframe srcdoc="<p>"></iframe>`,
    );
    documentA.querySelector("a")!.href = "javascript:alert(1)";
    const script = documentA.createElement("script");
    script.type = "text/plain";
    documentA.body.append(script);
    const remarks = [] as { reason: string }[];
    const patch = travel(a.capture({ leftOut: remarks as never }));
    expect(remarks.map(remark => remark.reason)).toEqual(["script"]);

    const { leftOut } = b.apply(patch);
    expect(documentB.body.innerHTML).toBe(
      `<a href="/">x</a><button onclick="mine()">y</button><img src="x"><button onclick="mine()">z</button><a>l</a><iframe></iframe>`,
    );
    expect(leftOut.map(remark => remark.reason).sort()).toEqual([
      "handler_attribute",
      "script_url",
      "script_url",
      "srcdoc",
    ]);
  });

  it("leaves out a script that a hostile patch writes", () => {
    const [, , documentB, b] = pair("<p>x");
    const body = [...documentB.documentElement.childNodes].indexOf(documentB.body) >= 0 ? 3 : 0;
    const patch: Patch = {
      base: b.fingerprint,
      nodes: [
        [
          body,
          0,
          [
            ["script", {}, "alert(1)"],
            ["b", "c"],
          ],
        ],
      ],
    };
    const { leftOut } = b.apply(patch);
    expect(documentB.body.innerHTML).toBe("<b>c</b>");
    expect(leftOut).toEqual([{ reason: "script", node: 6, what: "<script>" }]);
  });
});

it("a text of the page that somebody moved into a row that arrived goes back, and stays what it was", () => {
  const [documentA, a, documentB, b] = pair("<p>own</p><ul></ul>");
  for (let row = 0; row < 6; row++)
    documentA.querySelector("ul")!.insertAdjacentHTML("beforeend", `<li><b>${row}</b></li>`);
  const patch = a.capture();
  b.apply(travel(patch));
  const own = documentB.querySelector("p")!.firstChild!;
  documentB.querySelector("b")!.prepend(own);
  b.apply(travel(patch));
  expect(documentB.body.innerHTML).toBe(documentA.body.innerHTML);
  expect(documentB.querySelector("p")!.firstChild).toBe(own);
});

it("what stands in something that is left out is not left where it was", () => {
  const html = "<main><p>one</p><p>two</p></main>";
  const [documentA, a, documentB, b] = pair(html);
  documentA.body.insertAdjacentHTML("afterbegin", "<meta http-equiv=refresh content=99>");
  documentA.querySelector("meta")!.append(documentA.querySelector("p")!);
  documentB.body.append(documentB.querySelector("p")!);
  const patch = travel(a.capture());
  expect(b.apply(patch).leftOut).toEqual([{ reason: "meta_http_equiv", node: expect.any(Number), what: "<meta>" }]);
  expect(documentB.body.innerHTML).toBe("<main><p>two</p></main>");
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(documentB.body.innerHTML).toBe(html);
});

it("a document gets its type and its element back at once", () => {
  const [documentA, a, documentB, b] = pair("<!doctype html><p>one</p>");
  documentA.replaceChildren();
  documentA.append(documentA.implementation.createDocumentType("html", "a", "b"));
  documentA.append(documentA.createElement("html"));
  b.apply(travel(a.capture()));
  expect(facts(documentB)).toEqual(facts(documentA));
  const former = b.capture({ exact: true });
  const own = [...documentB.childNodes];
  documentB.replaceChildren();
  b.reset();
  expect(documentB.documentElement.outerHTML).toBe("<html><head></head><body><p>one</p></body></html>");
  documentB.replaceChildren();
  b.apply(former);
  expect([...documentB.childNodes]).toEqual(own);
});
