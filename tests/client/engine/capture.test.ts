import { afterEach, describe, expect, it } from "vitest";
import { closePages, facts, page } from "./page";
import { pair, travel } from "./pair";

const rows = (count: number) =>
  `<!doctype html><table><tbody>${Array.from({ length: count }, (_, i) => `<tr><td>${i}</td><td>row ${i}</td></tr>`).join("")}</tbody></table>`;

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

  it("tells what changed in a node that went into a template that came after load", () => {
    const [documentA, a, documentB, b] = pair("<div></div><p>text</p>");
    documentA.querySelector("div")!.innerHTML = "<template><i></i></template>";
    const paragraph = documentA.querySelector("p")!;
    documentA.querySelector("template")!.content.firstElementChild!.append(paragraph);
    paragraph.append("", "more");

    b.apply(travel(a.capture()));
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
