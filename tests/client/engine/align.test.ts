import { afterEach, describe, expect, it } from "vitest";
import { type Engine, type Patch, type Row, remember } from "../../../client/src/engine";
import { closePages, facts, page } from "./page";

const SHOP = `
  <nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
  <p class="greeting">Hello Ann</p>
  <form><input type="hidden" name="token" value="a1"><input name="title"><input type="checkbox" name="done"></form>
  <section id="list"><ul class="items"><li>one</li><li>two</li><li>three</li></ul></section>
  <footer><p>Thanks</p></footer>`;

/** A page that loaded one markup, and one that loaded another. */
function pair(source: string, target: string): [Document, Engine, Document, Engine] {
  const [a, b] = [page(source), page(target)];
  return [a, remember(a), b, remember(b)];
}

/** Sends as the wire would: the base goes along. */
async function send(a: Engine, b: Engine) {
  const [patch, base] = JSON.parse(JSON.stringify([a.capture(), a.describe()])) as [Patch, Row[]];
  await b.learn(patch.base, base);
  return b.apply(patch);
}

/** What a person does with the page. */
function use(document: Document): void {
  document.querySelector<HTMLInputElement>("[name=title]")!.value = "half a sent";
  document.querySelector<HTMLInputElement>("[name=done]")!.checked = true;
  const items = document.querySelector(".items")!;
  items.children[1]!.className = "done";
  items.children[0]!.remove();
  const item = document.createElement("li");
  item.textContent = "four";
  items.append(item);
  document.querySelector<HTMLInputElement>("[name=title]")!.focus();
}

/** What must be seen of it elsewhere. */
function seen(document: Document) {
  return {
    title: document.querySelector<HTMLInputElement>("[name=title]")!.value,
    done: document.querySelector<HTMLInputElement>("[name=done]")!.checked,
    items: document.querySelector(".items")!.innerHTML,
    focus: (document.activeElement as HTMLInputElement).name,
  };
}

const USED = {
  title: "half a sent",
  done: true,
  items: `<li class="done">two</li><li>three</li><li>four</li>`,
  focus: "title",
};

afterEach(closePages);

describe("a page of another base", () => {
  it("is refused until its base is known, and known from then on", async () => {
    const [documentA, a, documentB, b] = pair(SHOP, SHOP.replace("Ann", "Bob"));
    use(documentA);
    expect(() => b.apply(a.capture())).toThrow(expect.objectContaining({ code: "other_base" }));
    expect((await send(a, b)).leftOut).toEqual([]);
    expect(seen(documentB)).toEqual(USED);
    documentA.querySelector<HTMLInputElement>("[name=title]")!.value = "more";
    b.apply(a.capture(), { keep: ["focus"] });
    expect(seen(documentB)).toEqual({ ...USED, title: "more" });
  });

  it.each<[string, string, string]>([
    ["a greeting is personal", SHOP.replace("Ann", "Bob"), "Hello Bob"],
    ["a token changed", SHOP.replace("a1", "b2"), `value="b2"`],
    ["the menu has one more entry", SHOP.replace("<li><a", `<li><a href="/news">News</a></li><li><a`), "News"],
    ["the menu has one entry less", SHOP.replace(`<li><a href="/about">About</a></li>`, ""), "Home"],
    [
      "attributes stand in another order",
      SHOP.replace(`type="checkbox" name="done"`, `name="done" type="checkbox"`),
      "done",
    ],
    ["a section moved", moved(), "Thanks"],
    ["there is a banner on top", SHOP.replace("<nav>", "<div class=banner><p>Sale!</p></div><nav>"), "Sale!"],
    ["everything is one level deeper", `<div class="shell">${SHOP}</div>`, "shell"],
  ])("takes what was done where %s", async (_, html, own) => {
    const [documentA, a, documentB, b] = pair(SHOP, html);
    use(documentA);
    const { leftOut } = await send(a, b);
    expect(seen(documentB)).toEqual(USED);
    expect(documentB.body.innerHTML).toContain(own);
    expect(leftOut).toEqual([]);
    b.reset();
    expect(documentB.body.innerHTML).toBe(page(html).body.innerHTML);
  });

  it("keeps its own children among those that arrive", async () => {
    const items = (texts: string) => `<ul>${[...texts].map(text => `<li>${text}</li>`).join("")}</ul>`;
    const [documentA, a, documentB, b] = pair(items("abc"), items("axbyc"));
    const list = documentA.querySelector("ul")!;
    list.append(list.children[1]!);
    list.insertAdjacentHTML("afterbegin", "<li>new</li>");
    await send(a, b);
    expect([...documentB.querySelectorAll("li")].map(li => li.textContent)).toEqual(["new", "a", "x", "c", "b", "y"]);
  });

  it("keeps its own order where nothing was moved", async () => {
    const items = (texts: string) => `<ul>\n${[...texts].map(text => `<li>${text}</li>\n`).join("")}</ul>`;
    const [documentA, a, documentB, b] = pair(items("abc"), items("cbxa"));
    documentA.querySelector("li")!.remove();
    documentA.querySelector("ul")!.insertAdjacentHTML("beforeend", "<li>new</li>");
    expect((await send(a, b)).leftOut).toEqual([]);
    expect([...documentB.querySelectorAll("li")].map(li => li.textContent)).toEqual(["c", "b", "x", "new"]);
  });

  it("gives what was typed into new rows to these, in whatever order they come to stand", async () => {
    const items = (texts: string) => `<ul>${[...texts].map(text => `<li>${text}</li>`).join("")}</ul>`;
    const [documentA, a, documentB, b] = pair(items("ab"), items("ba"));
    for (const li of documentA.querySelectorAll("li")) {
      li.insertAdjacentHTML("beforebegin", `<li>before ${li.textContent}<input></li>`);
      li.previousElementSibling!.querySelector("input")!.value = li.textContent!;
    }
    await send(a, b);
    expect(
      [...documentB.querySelectorAll("input")].map(input => [input.value, input.parentElement!.textContent]),
    ).toEqual([
      ["b", "before b"],
      ["a", "before a"],
    ]);
  });

  it("says what it does not have to be taken away", async () => {
    const items = (texts: string) => `<ul>${[...texts].map(text => `<li>${text}</li>`).join("")}</ul>`;
    const [documentA, a, documentB, b] = pair(items("abc"), items("c"));
    documentA.querySelector("li")!.remove();
    expect((await send(a, b)).leftOut).toEqual([
      expect.objectContaining({ reason: "no_counterpart", what: "a removal of li" }),
    ]);
    expect(documentB.querySelectorAll("li")).toHaveLength(1);
  });

  it("changes nothing where the counterpart is doubtful, and says so", async () => {
    const fields = (count: number) => `<form>${"<input>".repeat(count)}</form>`;
    const [documentA, a, documentB, b] = pair(fields(2), fields(3));
    documentA.querySelector("input")!.value = "secret of the first field";
    documentA.querySelectorAll("input")[1]!.setAttribute("class", "x");
    const { leftOut } = await send(a, b);
    expect([...documentB.querySelectorAll("input")].map(input => input.value)).toEqual(["", "", ""]);
    expect(leftOut.map(remark => remark.reason).sort()).toEqual(["doubtful", "no_counterpart"]);
  });

  const list = (texts: string) => `<ul>${[...texts].map(text => `<li>${text}</li>`).join("")}</ul>`;
  const boxes = (values: string) => [...values].map(value => `<input type=checkbox name=c value=${value}>`).join("");
  const options = (texts: string) => `<select multiple>${[...texts].map(text => `<option>${text}`).join("")}</select>`;
  it.each<[string, string, string, (document: Document) => void]>([
    ["a row", list("abc"), list("bcd"), document => document.querySelector("li")!.setAttribute("class", "done")],
    ["a row of three", list("abc"), list("xyz"), document => document.querySelectorAll("li")[1]!.remove()],
    ["a box", boxes("123"), boxes("234"), document => document.querySelector<HTMLInputElement>("input")!.click()],
    ["an option", options("abc"), options("bcd"), document => document.querySelector("option")!.toggleAttribute("x")],
    ["a choice", options("abc"), options("bcd"), document => (document.querySelector("select")!.value = "a")],
    [
      "a field of several with one name",
      `a<input name="n[]">b<input name="n[]">`,
      `b<input name="n[]">`,
      document => (document.querySelector("input")!.value = "of a"),
    ],
  ])("takes %s for no other of its kind, and says so", async (_, source, target, change) => {
    const [documentA, a, documentB, b] = pair(source, target);
    const before = facts(documentB);
    change(documentA);
    expect((await send(a, b)).leftOut).toHaveLength(1);
    expect(facts(documentB)).toEqual(before);
  });

  it("knows rows again by what they say, whatever else changed in them", async () => {
    const rows = (age: string) => `<ul><li>milk <i>${age}</i></li><li>bread <i>${age}</i></li></ul>`;
    const [documentA, a, documentB, b] = pair(rows("5 min"), rows("6 min"));
    documentA.querySelectorAll("li")[1]!.className = "done";
    expect((await send(a, b)).leftOut).toEqual([]);
    expect(documentB.querySelector(".done")!.textContent).toBe("bread 6 min");
  });

  it("chooses the same options where they stand in another order", async () => {
    const [documentA, a, documentB, b] = pair(options("abc"), options("bca"));
    documentA.querySelector("select")!.value = "b";
    expect((await send(a, b)).leftOut).toEqual([]);
    expect(documentB.querySelector("select")!.value).toBe("b");
  });

  it("takes what was put into new elements along, around what is its own", async () => {
    const [documentA, a, documentB, b] = pair("<main><p>x</p></main>", "<main><p>x</p><b>own</b></main>");
    const wrapper = documentA.querySelector("main")!.appendChild(documentA.createElement("div"));
    wrapper.append(documentA.querySelector("p")!);
    const p = documentB.querySelector("p");
    expect((await send(a, b)).leftOut).toEqual([]);
    expect(documentB.querySelector("main")!.innerHTML).toBe("<b>own</b><div><p>x</p></div>");
    expect(documentB.querySelector("p")).toBe(p);
  });

  it("gives each shadow root its own sheets where another one has no place", async () => {
    const [documentA, a, documentB, b] = pair("<div id=x></div><div id=y></div><p>a", "<div id=y></div><p>b");
    const sheets = ["a", "b"].map(name => {
      const sheet = new (documentA.defaultView as Window & typeof globalThis).CSSStyleSheet();
      sheet.replaceSync(`${name} { top: 0px; }`);
      return sheet;
    });
    const [x, y] = [...documentA.querySelectorAll("div")].map(host => host.attachShadow({ mode: "open" }));
    y!.innerHTML = "<i></i>";
    x!.adoptedStyleSheets = sheets;
    y!.adoptedStyleSheets = sheets.reverse();
    await send(a, b);
    const adopted = documentB.querySelector("div")!.shadowRoot!.adoptedStyleSheets;
    expect(adopted.map(sheet => sheet.cssRules[0]!.cssText)).toEqual(["b { top: 0px; }", "a { top: 0px; }"]);
  });

  it("says what has no place there", async () => {
    const [documentA, a, documentB, b] = pair(SHOP, SHOP.replace(/<footer>.*<\/footer>/, ""));
    documentA.querySelector("footer p")!.textContent = "Changed";
    const { leftOut } = await send(a, b);
    expect(documentB.body.textContent).not.toContain("Changed");
    expect(leftOut.map(remark => remark.reason)).toEqual(["no_counterpart"]);
  });

  it.each([
    ["no list", {}],
    ["rows of another form", [["x"]]],
    ["a size beyond its end", [[9, "#document", 5]]],
    [
      "two roots",
      [
        [9, "#document", 1],
        [9, "#document", 1],
      ],
    ],
    ["another base than it names", [[9, "#document", 1]]],
  ])("is refused if its base is %s", async (_, base) => {
    const [, , documentB, b] = pair("<p>a", "<p>b");
    const before = documentB.documentElement.outerHTML;
    const learning = b.learn("0123456789abcdef", base as Row[]);
    await expect(learning).rejects.toMatchObject({ code: "bad_patch" });
    expect(documentB.documentElement.outerHTML).toBe(before);
  });
});

/** The shop after a deploy that put the list on top. */
function moved(): string {
  const section = SHOP.match(/<section[\s\S]*<\/section>/)![0];
  return section + SHOP.replace(section, "");
}
