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
