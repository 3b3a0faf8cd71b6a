import { afterEach, expect, it } from "vitest";
import { type Remark, remember } from "../../../client/src/engine";
import { closePages, page } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

const FORM = `<form id="f"><input type="hidden" name="csrf" value="TOKEN"><input name="note"></form>`;

/** What applications do that render a form again, or put something around it. */
const renderings: Record<string, (document: Document) => void> = {
  "in a new element, by markup"({ body }) {
    body.innerHTML = `<section>${body.innerHTML}</section>`;
  },
  "in new elements around the form and in it"({ body }) {
    body.innerHTML = `<p>hello</p><main>${FORM.replace("<input", "<fieldset><input")}</main>`;
  },
  "in a form of another name"({ body }) {
    body.innerHTML = body.innerHTML.replace('id="f"', 'id="g" class="other"');
  },
  "by copies"({ body }) {
    const copy = body.firstElementChild!.cloneNode(true);
    const around = body.ownerDocument.createElement("div");
    around.append(copy);
    body.replaceChildren(around);
  },
};

it.each(Object.entries(renderings))("a hidden token stays where it is when its form is rendered %s", (_, render) => {
  const [documentA, documentB] = [page(FORM), page(FORM.replace("TOKEN", "OTHER"))];
  const [a, b] = [remember(documentA), remember(documentB)];
  const own = documentB.querySelector("[name=csrf]");
  render(documentA);
  documentA.querySelector<HTMLInputElement>("[name=note]")!.value = "typed";
  const patch = travel(a.capture());
  expect(JSON.stringify(patch)).not.toContain("TOKEN");
  expect(b.apply(patch).leftOut).toEqual([]);
  expect(documentB.body.innerHTML).toBe(documentA.body.innerHTML.replace("TOKEN", "OTHER"));
  expect(documentB.querySelector("[name=csrf]")).toBe(own);
  expect(documentB.querySelector<HTMLInputElement>("[name=note]")!.value).toBe("typed");
  b.reset();
  expect(documentB.body.innerHTML).toBe(FORM.replace("TOKEN", "OTHER"));
});

it("a copy of a form that is still there goes without its token, which is a remark", () => {
  const [documentA, a, documentB, b] = pair(`${FORM}<ul></ul>`);
  const rows = `<li><input type="hidden" name="id" value="5">5</li>`.repeat(4);
  documentA.body.append(documentA.forms[0]!.cloneNode(true));
  documentA.querySelector("ul")!.innerHTML = rows + `<li>${FORM}</li>`.repeat(4);
  const leftOut: Remark[] = [];
  const patch = travel(a.capture({ leftOut }));
  expect(JSON.stringify(patch)).not.toContain("TOKEN");
  expect(leftOut).toEqual(
    Array.from({ length: 5 }, () => ({ reason: "token", node: expect.any(Number), what: "value of <input>" })),
  );
  b.apply(patch);
  expect(documentB.body.innerHTML).toBe(
    documentA.body.innerHTML
      .replace(/(<form.*?value="TOKEN".*?)$/, "$1")
      .replaceAll(' value="TOKEN"', "")
      .replace('name="csrf"', 'name="csrf" value="TOKEN"'),
  );
});

it("a copy of a password that is shown as text is a password", () => {
  const [documentA, a] = pair(`<form><input type="password" name="pw"><input type="password" id="x"></form><p></p>`);
  const [pw, x] = documentA.querySelectorAll("input");
  pw!.value = "SECRET";
  x!.value = "SECRET too";
  const copies = [pw!, x!, x!].map(field => field.cloneNode() as HTMLInputElement);
  for (const copy of copies) copy.type = "text";
  copies[2]!.removeAttribute("id");
  copies[2]!.setAttribute("value", "SECRET too");
  documentA.querySelector("p")!.append(...copies);
  expect(JSON.stringify(a.capture())).not.toContain("SECRET");
  // What is typed on in it, and what is typed when the first one is one again.
  for (const copy of copies) copy.value = "SECRET, more of it";
  expect(JSON.stringify(a.capture())).not.toContain("SECRET");
});

it("a copy of a password that came after load is one, too, before it and behind it and in what a framework owns", () => {
  for (const html of ["<main></main>", "<main data-liquid-owned></main>"]) {
    const [documentA, a] = pair(html);
    const field = (type: string) => `<p><input type="${type}" name="pw"></p>`;
    documentA.querySelector("main")!.innerHTML = field("text") + field("password") + field("text").repeat(3);
    for (const input of documentA.querySelectorAll("input")) input.value = "SECRET";
    expect(JSON.stringify(a.capture())).not.toContain("SECRET");
    closePages();
  }
});

it("other fields of a page with a password are none", () => {
  const [documentA, a] = pair(
    `<form><input type="password" name="pw"><input name="user"><input name=""></form><p></p>`,
  );
  documentA.querySelector("p")!.innerHTML = `<input name="city"><input type="checkbox" name="pw"><textarea></textarea>`;
  for (const field of documentA.querySelectorAll<HTMLInputElement>("input, textarea")) {
    field.value = "abc";
    field.checked = true;
  }
  expect(a.capture().form).toHaveLength(5);
});

it("edited text for a card or a code does not travel, whenever it says so", () => {
  const [documentA, a, documentB, b] = pair(
    `<div contenteditable autocomplete="cc-number">0000</div><div contenteditable id="late"><b>0</b></div><textarea id="t">0</textarea><p></p>`,
  );
  const field = (text: string) => `<div contenteditable autocomplete="cc-csc">${text}</div>`;
  documentA.querySelector("div")!.textContent = "SECRET";
  for (const id of ["late", "t"]) documentA.getElementById(id)!.setAttribute("autocomplete", "billing cc-number");
  documentA.querySelector("b")!.firstChild!.nodeValue = "SECRET";
  documentA.querySelector("#t")!.firstChild!.nodeValue = "SECRET";
  documentA.querySelector("p")!.innerHTML =
    `<div contenteditable autocomplete="off">off</div>${field("SECRET").repeat(4)}`;
  const patch = travel(a.capture());
  expect(JSON.stringify(patch)).not.toContain("SECRET");
  b.apply(patch);
  expect(documentB.querySelector("div")!.textContent).toBe("0000");
  expect(documentB.querySelector("p")!.innerHTML).toBe(
    `<div contenteditable="" autocomplete="off">off</div>${field("").replace("contenteditable", 'contenteditable=""').repeat(4)}`,
  );
});

it("what is in a template does not travel when what is around that is marked later", () => {
  for (const mark of ["data-liquid-private", "data-liquid-ignore"]) {
    const [documentA, a] = pair(`<div><template><b>x</b></template></div><p></p>`);
    documentA.querySelector("p")!.innerHTML = `<i><template><b>x</b></template></i>`;
    a.capture();
    documentA.querySelector("div")!.setAttribute(mark, "");
    documentA.querySelector("i")!.setAttribute(mark, "");
    for (const { content } of documentA.querySelectorAll("template")) {
      content.querySelector("b")!.textContent = "SECRET";
      content.querySelector("b")!.title = "SECRET";
    }
    expect(JSON.stringify(a.capture())).not.toContain("SECRET");
    closePages();
  }
});

it("what a script put into a hidden field that was rendered elsewhere arrives in it", () => {
  const [documentA, a, documentB, b] = pair(FORM);
  const form = documentA.querySelector("form")!;
  form.outerHTML = `<fieldset>${form.outerHTML}</fieldset>`;
  documentA.querySelector("[type=hidden]")!.append("", documentA.createElement("b"));
  const patch = travel(a.capture());
  expect(JSON.stringify(patch)).not.toContain("TOKEN");
  b.apply(patch);
  expect(documentB.body.innerHTML).toBe(documentA.body.innerHTML);
  expect(documentB.querySelector("[type=hidden]")!.childNodes).toHaveLength(2);
  expect(b.apply(patch).applied).toBe(0);
});
