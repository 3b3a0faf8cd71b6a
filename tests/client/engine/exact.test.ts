import { afterEach, expect, it, vi } from "vitest";
import { closePages, facts } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

const HTML = `<ul><li>one</li><li>two</li></ul><p onclick="own()">x</p>`;

it("what was captured exactly comes back as the very nodes, with their listeners and code", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  documentA.querySelector("ul")!.innerHTML = "<li>two</li><li>three</li>";
  const list = documentB.querySelector("ul")!;
  // Rendered again, and so alike that they could stand for what was there.
  list.innerHTML = "<li>one</li><li>two</li>";
  const clicked = vi.fn();
  for (const text of ["a", "b", "c", "d"]) {
    const row = documentB.createElement("li");
    row.innerHTML = `<a href="javascript:void(0)" onclick="other()">${text}</a><input value="v">`;
    row.querySelector("input")!.value = `typed ${text}`;
    list.append(row);
  }
  for (const row of list.children) row.addEventListener("click", clicked);
  documentB.querySelector("p")!.setAttribute("onclick", "other()");
  const nodes = [...list.childNodes];
  const before = facts(documentB);

  const former = b.capture({ exact: true });
  b.apply(travel(a.capture()));
  expect(list.textContent).toBe("twothree");
  const { leftOut } = b.apply(former);
  expect(leftOut).toEqual([]);
  expect(facts(documentB)).toEqual(before);
  expect([...list.childNodes]).toEqual(nodes);
  for (const [index, node] of nodes.entries()) expect(list.childNodes[index]).toBe(node);
  for (const row of list.children) (row as HTMLElement).click();
  expect(clicked).toHaveBeenCalledTimes(6);
  expect(b.apply(former).applied).toBe(0);
  b.reset();
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("the same that has travelled makes its nodes anew, without code", () => {
  const [, , documentB, b] = pair(HTML);
  documentB.querySelector("ul")!.innerHTML = '<li onclick="other()">new</li>';
  const former = travel(b.capture({ exact: true }));
  b.reset();
  expect(b.apply(former).leftOut).toMatchObject([{ reason: "handler_attribute" }]);
  expect(documentB.querySelector("ul")!.innerHTML).toBe("<li>new</li>");
});

it("brings back what has moved and changed meanwhile, shadow roots too", () => {
  const [, , documentB, b] = pair(HTML);
  const own = documentB.body.appendChild(documentB.createElement("section"));
  own.attachShadow({ mode: "open" }).innerHTML = "<b>shadow</b>";
  own.innerHTML = "<i>one</i><i>two</i>";
  const [first, second] = own.children;
  const before = facts(documentB);
  const former = b.capture({ exact: true });
  documentB.body.prepend(second!);
  first!.textContent = "changed";
  own.shadowRoot!.innerHTML = "";
  own.remove();
  b.apply(former);
  expect(facts(documentB)).toEqual(before);
  expect(documentB.body.lastChild).toBe(own);
  expect([...own.children]).toEqual([first, second]);
});
