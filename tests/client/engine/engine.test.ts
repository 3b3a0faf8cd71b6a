import { afterEach, describe, expect, it } from "vitest";
import { type Engine, type Patch, remember } from "../../../client/src/engine";
import { closePages, facts, page } from "./page";

const rows = (count: number) =>
  `<!doctype html><table><tbody>${Array.from({ length: count }, (_, i) => `<tr><td>${i}</td><td>row ${i}</td></tr>`).join("")}</tbody></table>`;

/** Two documents that loaded the same page. */
function pair(html: string): [Document, Engine, Document, Engine] {
  const a = page(html);
  const b = page(html);
  return [a, remember(a), b, remember(b)];
}

const travel = (patch: Patch): Patch => JSON.parse(JSON.stringify(patch));

afterEach(closePages);

describe("a patch", () => {
  it("of an untouched page is empty", () => {
    const [, a] = pair("<p>Hello");
    expect(a.capture()).toEqual({ base: a.fingerprint });
  });

  it("swaps two of a thousand rows in less than 200 bytes", () => {
    const [documentA, a, documentB, b] = pair(rows(1000));
    const body = documentA.querySelector("tbody")!;
    const [second, last] = [body.children[1]!, body.children[998]!];
    const behind = last.nextSibling;
    body.insertBefore(last, second);
    body.insertBefore(second, behind);

    const patch = a.capture();
    expect(JSON.stringify(patch).length).toBeLessThan(200);
    b.apply(travel(patch));
    expect(facts(documentB)).toEqual(facts(documentA));
  });

  it("of ten edits on a page of 10,000 rows is found by visiting what was touched", () => {
    const [documentA, a, documentB, b] = pair(rows(10_000));
    const cells = documentA.querySelectorAll("td");
    for (let i = 0; i < 10; i++) cells[i * 1000 + 1]!.firstChild!.nodeValue = `edit ${i}`;

    const patch = a.capture();
    expect(a.visited).toBe(10);
    expect(JSON.stringify(patch).length).toBeLessThan(500);
    b.apply(travel(patch));
    expect(facts(documentB)).toEqual(facts(documentA));
  });

  it("names a moved base node by its number, across parents too", () => {
    const [documentA, a, documentB, b] = pair("<ul><li>one<li>two</ul><ol></ol>");
    documentA.querySelector("ol")!.append(documentA.querySelector("li")!);
    const moved = documentB.querySelector("li");

    const patch = a.capture();
    expect(JSON.stringify(patch)).not.toContain("one");
    b.apply(travel(patch));
    expect(documentB.querySelector("ol")!.firstChild).toBe(moved);
  });

  it("carries elements in any namespace, comments and texts that stand side by side", () => {
    const [documentA, a, documentB, b] = pair("<body><p>x");
    const { body } = documentA;
    body.insertAdjacentHTML(
      "beforeend",
      `<svg viewBox="0 0 1 1"><use xlink:href="#a"/><foreignObject><p @click="x" :class="y" [z]="1" {w}>html</p></foreignObject></svg><math><mi>x</mi></math><!--note--><template><b>t</b></template>`,
    );
    body.append("a", "", "b");
    b.apply(travel(a.capture()));
    expect(facts(documentB)).toEqual(facts(documentA));
  });

  it("carries what was typed, ticked and chosen", () => {
    const [documentA, a, documentB, b] = pair(`
      <input id=text value=old><input id=tick type=checkbox><input type=radio name=r checked><input id=radio type=radio name=r>
      <textarea>before</textarea><select><option>1<option>2</select><select multiple><option selected>1<option>2<option>3</select>
      <input id=range type=range><input id=date type=date><input id=half type=checkbox>`);
    const get = (id: string) => documentA.getElementById(id) as HTMLInputElement;
    get("text").value = "half a sent";
    get("tick").checked = true;
    get("radio").checked = true;
    get("range").value = "70";
    get("date").value = "2026-11-20";
    get("half").indeterminate = true;
    documentA.querySelector("textarea")!.value = "after";
    documentA.querySelectorAll("select")[0]!.selectedIndex = 1;
    documentA.querySelectorAll("select")[1]!.options[2]!.selected = true;

    b.apply(travel(a.capture()));
    expect(facts(documentB)).toEqual(facts(documentA));
    b.reset();
    expect(facts(documentB)).toEqual(facts(page(documentB.documentElement.outerHTML)));
  });

  it("writes no controls that are as their attributes say", () => {
    const [documentA, a] = pair(
      "<input type=range><input type=color><input type=number value=x><select><option>1</select>",
    );
    documentA.body.append("x");
    expect(a.capture().form).toBeUndefined();
  });

  it("stays close to the difference where an application rendered again", () => {
    const items = (texts: string[]) =>
      texts.map(text => `<li class="item"><label>${text}</label><button>x</button></li>`);
    const texts = Array.from({ length: 100 }, (_, i) => `item ${i}`);
    const [documentA, a, documentB, b] = pair(`<ul>${items(texts).join("")}</ul>`);
    const list = documentA.querySelector("ul")!;
    texts[50] = "changed";
    list.innerHTML = items(texts).join("");
    const patch = a.capture();
    expect(patch.nodes).toEqual([[expect.any(Number), "changed"]]);

    const own = documentB.querySelectorAll("li")[50];
    b.apply(travel(patch));
    expect(facts(documentB)).toEqual(facts(documentA));
    expect(documentB.querySelectorAll("li")[50]).toBe(own);

    list.innerHTML = `<li class="new">first</li>${items(texts.slice(1)).join("")}`;
    const input = documentA.createElement("input");
    list.children[9]!.append(input);
    input.value = "typed";
    input.focus();
    expect(JSON.stringify(a.capture()).length).toBeLessThan(250);
    b.apply(travel(a.capture()));
    expect(facts(documentB)).toEqual(facts(documentA));
    expect(documentB.activeElement).toBe(documentB.querySelector("input"));
    a.reset();
    expect(a.capture()).toEqual({ base: a.fingerprint });
  });

  it("never holds a password or a one-time code", () => {
    const [documentA, a] = pair(
      `<input type=password><input autocomplete="one-time-code"><input autocomplete="billing cc-number">`,
    );
    for (const input of documentA.querySelectorAll("input")) input.value = "s3cret";
    documentA.querySelector("input")!.setAttribute("value", "s3cret");
    documentA.body.insertAdjacentHTML("beforeend", `<input type=password value=s3cret>`);
    expect(JSON.stringify(a.capture())).not.toContain("s3cret");
  });

  it("passes by what is ignored and what is in it", () => {
    const [documentA, a, documentB, b] = pair("<p>x</p><div data-liquid-ignore><b>y</b></div><p>z</p>");
    documentA.querySelector("b")!.textContent = "changed";
    documentA.body.prepend(documentA.createElement("hr"));
    const ignored = documentB.querySelector("b");
    b.apply(travel(a.capture()));
    expect(documentB.querySelector("b")).toBe(ignored);
    expect(documentB.body.innerHTML).toBe('<hr><p>x</p><div data-liquid-ignore=""><b>y</b></div><p>z</p>');
    expect(JSON.stringify(a.capture())).not.toContain("changed");
  });

  it("follows a base node that changes while it is out of the tree", async () => {
    const [documentA, a, documentB, b] = pair("<ul><li>one<li>two</ul>");
    const item = documentA.querySelector("li")!;
    item.remove();
    await Promise.resolve();
    item.className = "changed";
    item.firstChild!.nodeValue = "uno";
    await Promise.resolve();
    documentA.querySelector("ul")!.append(item);
    b.apply(travel(a.capture()));
    expect(facts(documentB)).toEqual(facts(documentA));
  });
});

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

describe("a hostile patch is refused:", () => {
  it("nodes nested too deep, and too many", () => {
    const [, , , b] = pair("<p>one");
    let deep: unknown[] = ["b"];
    for (let i = 0; i < 10_000; i++) deep = ["b", deep];
    const apply = (entries: unknown) => () => b.apply({ base: b.fingerprint, nodes: [[3, 0, entries as never]] });
    expect(apply([deep])).toThrow(expect.objectContaining({ code: "too_deep" }));
    expect(apply(Array(1_000_000).fill("x"))).toThrow(expect.objectContaining({ code: "too_large" }));
  });
});

describe("a fingerprint", () => {
  it("is the same for the same page, whatever the order of attributes and whatever changed since", () => {
    const a = page(`<p class=x id=y>text`);
    const engine = remember(a);
    a.querySelector("p")!.className = "z";
    a.body.append("more");
    expect(engine.fingerprint).toBe(remember(page(`<p id=y class=x>text`)).fingerprint);
    expect(engine.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each(["<p>texs", "<p class=x>text", "<p><b>text</b>", "<b>text", "<p>text<!---->"])("differs for %s", html => {
    expect(remember(page(html)).fingerprint).not.toBe(remember(page("<p>text")).fingerprint);
  });
});

it("watch tells of changes by others and not of its own", async () => {
  const [documentA, a, documentB, b] = pair("<input><p>x");
  let calls = 0;
  b.watch(() => calls++);
  documentA.querySelector("p")!.textContent = "y";
  b.apply(travel(a.capture()));
  await Promise.resolve();
  expect(calls).toBe(0);
  documentB.querySelector("p")!.textContent = "z";
  await Promise.resolve();
  expect(calls).toBe(1);
  documentB.querySelector("input")!.dispatchEvent(new Event("input", { bubbles: true }));
  expect(calls).toBe(2);
});

it("passes by what browser extensions put into a page", () => {
  const [documentA, a, documentB, b] = pair("<body><p>x</p></body>");
  documentA.body.setAttribute("data-gr-ext-installed", "");
  documentA.body.insertAdjacentHTML(
    "beforeend",
    "<grammarly-desktop-integration>x</grammarly-desktop-integration><b>y</b>",
  );
  const overlay = documentB.body.appendChild(documentB.createElement("plasmo-csui"));
  b.apply(travel(a.capture()));
  expect(documentB.body.outerHTML).toBe("<body><p>x</p><b>y</b><plasmo-csui></plasmo-csui></body>");
  expect(documentB.body.lastChild).toBe(overlay);
});

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

  it("100,000 new siblings arrive, and 10,000 of the page turn round", () => {
    const [documentA, a, documentB, b] = pair(`<div>${"<b></b>".repeat(10_000)}</div><p></p>`);
    const list = documentA.querySelector("div")!;
    for (const child of [...list.children].reverse()) list.append(child);
    documentA.querySelector("p")!.innerHTML = "<i></i>".repeat(100_000);
    b.apply(travel(a.capture()));
    expect(documentB.body.innerHTML).toBe(documentA.body.innerHTML);
  }, 60_000);

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
