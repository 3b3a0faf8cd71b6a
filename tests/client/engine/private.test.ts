import { afterEach, expect, it } from "vitest";
import { closePages } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

const HTML = `<p>open</p><div data-liquid-private>own <b>text</b></div>
  <input data-liquid-private value=default><textarea data-liquid-private>default</textarea>`;

it("what is private is not sent, and the target's own stays", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  for (const [document, word] of [
    [documentA, "secret"],
    [documentB, "mine"],
  ] as const) {
    document.querySelector("b")!.textContent = word;
    document.querySelector("div")!.append(`${word}!`);
    for (const field of document.querySelectorAll<HTMLInputElement>("input, textarea")) field.value = word;
    document.querySelector("input")!.setAttribute("value", `${word} default`);
  }
  documentA.querySelector("p")!.textContent = "changed";
  const patch = travel(a.capture());
  expect(JSON.stringify(patch)).not.toContain("secret");

  b.apply(patch);
  expect(documentB.querySelector("p")!.textContent).toBe("changed");
  expect(documentB.querySelector("div")!.innerHTML).toBe("own <b>mine</b>mine!");
  for (const field of documentB.querySelectorAll<HTMLInputElement>("input, textarea")) expect(field.value).toBe("mine");
  expect(documentB.querySelector("input")!.getAttribute("value")).toBe("mine default");
});

it("a new element that is private arrives without what it holds", () => {
  const [documentA, a, documentB, b] = pair("<main></main>");
  documentA.querySelector("main")!.innerHTML = '<p data-liquid-private class="x">secret</p><p>open</p>';
  const patch = travel(a.capture());
  expect(JSON.stringify(patch)).not.toContain("secret");
  b.apply(patch);
  expect(documentB.querySelector("main")!.innerHTML).toBe('<p data-liquid-private="" class="x"></p><p>open</p>');
});

it("passwords, one-time codes and cards are sent neither as typed nor as attributes, and not while the page shows them", () => {
  const fields = `<input type=password value="mine"><input autocomplete=one-time-code value="mine"><input autocomplete="billing cc-number">`;
  const [documentA, a, documentB, b] = pair(`<form>${fields}</form><p></p>`);
  expect(JSON.stringify(a.describe())).not.toContain("mine");
  documentA.querySelector("p")!.innerHTML = fields;
  for (const field of documentA.querySelectorAll("input")) {
    field.setAttribute("value", "secret");
    field.value = "secret";
    if (field.type === "password") field.type = "text";
  }
  documentB.querySelector("input")!.value = "typed here";
  const patch = travel(a.capture());
  expect(JSON.stringify(patch)).not.toContain("secret");
  b.apply(patch);
  const values = [...documentB.querySelectorAll("input")].map(field => field.value);
  expect(values).toEqual(["typed here", "mine", "", "", "", ""]);
});

it.each(["data-liquid-private", "data-liquid-ignore"])(
  "what is marked %s after load keeps what happens in it",
  mark => {
    const html = `<div><b>text</b><input><canvas width=2 height=2></canvas></div><p>x</p>`;
    const [documentA, a, documentB, b] = pair(html);
    for (const [document, word] of [
      [documentA, "secret"],
      [documentB, "mine"],
    ] as const) {
      document.querySelector("div")!.setAttribute(mark, "");
      const [bold, field, canvas] = document.querySelector("div")!.children;
      bold!.textContent = word;
      bold!.setAttribute("title", word);
      field!.setAttribute("value", word);
      (field as HTMLInputElement).value = word;
      (field as HTMLInputElement).focus();
      (canvas as HTMLCanvasElement).getContext("2d")!.fillRect(0, 0, 1, 1);
      document.querySelector("div")!.append(word);
    }
    documentA.body.prepend("first ");
    const patch = travel(a.capture());
    expect(JSON.stringify(patch)).not.toMatch(/secret|canvas|focus/);
    b.apply(patch);
    const section = documentB.querySelector("div")!;
    expect(documentB.body.firstChild!.nodeValue).toBe("first ");
    expect(section.textContent).toBe("minemine");
    expect(section.querySelector("input")!.value).toBe("mine");
    expect(documentB.activeElement).toBe(section.querySelector("input"));
    b.reset();
    expect(documentB.querySelector("div")).toBe(section);
    expect(section.querySelector("input")!.value).toBe(mark === "data-liquid-private" ? "" : "mine");
  },
);

it("what moves into something private does not tell of itself there", () => {
  const [documentA, a] = pair("<p><b>text</b></p><div data-liquid-private></div><main></main>");
  const bold = documentA.querySelector("b")!;
  documentA.querySelector("main")!.innerHTML = "<i data-liquid-private></i>";
  for (const place of documentA.querySelectorAll("[data-liquid-private]")) {
    place.append(bold);
    bold.textContent = "secret";
    expect(JSON.stringify(a.capture())).not.toContain("secret");
  }
});

it("a secret is one in every spelling, as long text, in rows of a list, and after its field says otherwise", () => {
  const spellings = ["one-time-code", "ONE-TIME-CODE webauthn", "section-x billing cc-number", "shipping\tCC-CSC"];
  const fields = spellings.flatMap(name => [
    `<input autocomplete="${name}" value="secret">`,
    `<textarea autocomplete="${name}">secret</textarea>`,
  ]);
  const [documentA, a] = pair(`<form>${fields.join("")}</form><ul></ul>`);
  expect(JSON.stringify(a.describe())).not.toContain("secret");
  const rows = ["off", "on", ...spellings, "url", ...spellings].map(
    (name, index) => `<li><input autocomplete="${name}" value="${/cc|code/i.test(name) ? "secret" : index}"></li>`,
  );
  documentA.querySelector("ul")!.innerHTML = rows.join("");
  for (const field of documentA.querySelectorAll<HTMLInputElement>("form > *")) {
    field.setAttribute("autocomplete", "off");
    field.value = "secret";
    if (field.localName === "textarea") field.append("secret");
    field.setAttribute("value", "secret");
  }
  const patch = JSON.stringify(a.capture());
  expect(patch).not.toContain("secret");
  expect(patch).toContain("url");
});

it("a password that its page shows in a list of fields is no row", () => {
  const [documentA, a] = pair("<ul></ul>");
  const list = documentA.querySelector("ul")!;
  const row = (value: string) => `<li><input type="text" value="${value}"></li>`;
  list.innerHTML = `${row("1")}${row("2")}${row("3")}<li><input type="password" value="secret"></li>${row("4")}`;
  documentA.querySelector<HTMLInputElement>("[type=password]")!.type = "text";
  expect(JSON.stringify(a.capture())).not.toContain("secret");
});

it("a caret does not tell how long a secret is", () => {
  const [documentA, a] = pair("<input type=password><input data-liquid-private>");
  for (const field of documentA.querySelectorAll("input")) {
    field.value = "12345678";
    field.focus();
    field.setSelectionRange(8, 8);
    expect(a.capture().focus).toHaveLength(1);
  }
});

it("a field that is rendered in the place of a password is one, whatever its type", () => {
  const show: ((form: HTMLFormElement) => void)[] = [
    form => {
      form.innerHTML = '<input type="text" name="pw" value="secret">';
    },
    form => {
      const field = form.ownerDocument.createElement("input");
      field.name = "pw";
      form.replaceChildren(field);
    },
  ];
  for (const render of show) {
    const [documentA, a] = pair('<form><input type="password" name="pw"></form>');
    render(documentA.forms[0]!);
    documentA.querySelector("input")!.value = "secret";
    expect(JSON.stringify(a.capture())).not.toContain("secret");
    closePages();
  }
});

it("what left an element that is marked later stands where it went", () => {
  const [documentA, a, documentB, b] = pair("<section><b>text</b><i>x</i></section><p>x</p>");
  documentA.querySelector("p")!.append(documentA.querySelector("b")!);
  documentA.querySelector("section")!.setAttribute("data-liquid-private", "");
  b.apply(travel(a.capture()));
  expect(documentB.body.innerHTML).toBe('<section data-liquid-private=""><i>x</i></section><p>x<b>text</b></p>');
  b.reset();
  expect(documentB.body.innerHTML).toBe("<section><b>text</b><i>x</i></section><p>x</p>");
});

it("what left an element that the source marked goes back to it", () => {
  const html = "<section><p><b>text</b><i>x</i></p></section>";
  const [documentA, a, documentB, b] = pair(html);
  documentA.querySelector("section")!.setAttribute("data-liquid-private", "");
  const [bold, italic] = documentB.querySelectorAll("b, i");
  documentB.body.append(bold!, italic!);
  italic!.prepend(bold!);
  documentB.querySelector("p")!.append("own");
  b.apply(travel(a.capture()));
  expect(documentB.body.innerHTML).toBe('<section data-liquid-private=""><p>own<b>text</b><i>x</i></p></section>');
  b.reset();
  expect(documentB.body.innerHTML).toBe(html);
});
