import { afterEach, describe, expect, it } from "vitest";
import { remember } from "../../../client/src/engine";
import { closePages, page } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

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
  const [documentA, a, documentB, b] = pair("<input><p>x</p><hr>");
  let calls = 0;
  b.watch(() => calls++);
  documentA.querySelector("p")!.textContent = "y";
  documentA.querySelector("hr")!.remove();
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
