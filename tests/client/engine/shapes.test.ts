import { afterEach, expect, it } from "vitest";
import { type Patch, remember } from "../../../client/src/engine";
import { closePages, facts } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

const LIST = "<body><ul><li>base</li></ul></body>";
const list = (document: Document) => document.querySelector("ul")!;
const row = (name: string, index: number) =>
  `<li class="row"><a href="/${index}">${name} ${index}</a><button type="button" aria-label="remove">×</button></li>`;
const rows = (count: number, name = "item") => Array.from({ length: count }, (_, index) => row(name, index)).join("");

it("writes rows that are alike once, with what differs row by row", () => {
  const [a, source, b, target] = pair(LIST);
  list(a).insertAdjacentHTML("beforeend", rows(100));
  const patch = travel(source.capture());
  expect(patch.shapes).toEqual([
    ["li", { class: "row" }, ["a", { href: 0 }, 0], ["button", { type: "button", "aria-label": "remove" }, "×"]],
  ]);
  const values = Array.from({ length: 100 }, (_, index) => [`/${index}`, `item ${index}`]).flat();
  expect(patch.nodes).toEqual([[4, 0, [5, [0, values]]]]);
  const { created } = target.apply(patch);
  expect(list(b).innerHTML).toBe(list(a).innerHTML);
  expect(created("button, li")).toHaveLength(200);
});

it("finds what differs in a later row alone", () => {
  const [a, source, b, target] = pair(LIST);
  list(a).insertAdjacentHTML("beforeend", rows(20));
  const late = list(a).children[15]!;
  late.className = "row chosen";
  late.lastElementChild!.textContent = "gone";
  late.nextElementSibling!.firstElementChild!.setAttribute("title", "has one attribute more");
  const patch = travel(source.capture());
  expect(patch.shapes).toHaveLength(1);
  target.apply(patch);
  expect(list(b).innerHTML).toBe(list(a).innerHTML);
});

it("leaves rows alone that are as they are to be, and mends those that are not", () => {
  const [a, source, b, target] = pair(LIST);
  const html = Array.from({ length: 20 }, (_, index) => `<li><span title=${index % 2}>text</span></li>`).join("");
  list(a).insertAdjacentHTML("beforeend", html);
  target.apply(travel(source.capture()));
  const items = [...list(b).children];
  const spans = [...list(b).querySelectorAll("span")];
  const [, , one, , two] = spans;
  one!.firstChild!.nodeValue = "something else";
  two!.setAttribute("lang", "en");
  list(a).children[9]!.className = "changed";
  const patch = travel(source.capture());
  target.apply(patch);
  expect(facts(list(b))).toEqual(facts(list(a)));
  expect([...list(b).children]).toEqual(items);
  expect([...list(b).querySelectorAll("span")]).toEqual(spans);
  expect(target.apply(patch).applied).toBe(0);
  list(a).children[12]!.remove();
  expect(target.apply(travel(source.capture())).applied).toBe(1);
  expect(list(b).children[12]).toBe(items[13]);
});

it("takes no base node in a row for a new one", () => {
  const [a, source, b, target] = pair("<body><ul></ul><i>0</i><i>1</i><i>2</i><i>3</i></body>");
  const kept = [...b.querySelectorAll("i")];
  for (const base of [...a.querySelectorAll("i")]) {
    const wrapper = a.createElement("li");
    wrapper.append(base);
    list(a).append(wrapper);
  }
  list(a).insertAdjacentHTML("afterbegin", "<li><i>0</i></li><li><i>5</i></li><li><i>6</i></li>");
  target.apply(travel(source.capture()));
  expect(list(b).innerHTML).toBe(list(a).innerHTML);
  expect([...b.querySelectorAll("i")].slice(3)).toEqual(kept);
});

it("reads rows that hold more than they show with a closer look", () => {
  const [a, source, b, target] = pair(LIST);
  list(a).insertAdjacentHTML(
    "beforeend",
    Array.from({ length: 8 }, (_, index) => `<li><div>${index}</div><span>x</span></li>`).join(""),
  );
  const [, , , , rooted, ignored, hidden] = list(a).children;
  rooted!.firstElementChild!.attachShadow({ mode: "open" }).innerHTML = "<b>in</b>";
  ignored!.insertAdjacentHTML("afterbegin", "<i data-liquid-ignore>mine</i>");
  hidden!.firstElementChild!.setAttribute("data-liquid-private", "");
  target.apply(travel(source.capture()));
  expect(list(b).children[4]!.firstElementChild!.shadowRoot!.innerHTML).toBe("<b>in</b>");
  expect(list(b).children[5]!.innerHTML).toBe("<div>4</div><span>x</span>");
  expect(list(b).children[6]!.innerHTML).toBe('<div data-liquid-private=""></div><span>x</span>');
  expect(list(b).children[7]!.innerHTML).toBe("<div>6</div><span>x</span>");
});

it("keeps out of rows what it keeps out elsewhere, with a remark for each", () => {
  const [, , b, target] = pair(LIST);
  const shapes = [
    ["li", ["a", { href: 0 }, 0]],
    ["li", { onclick: "run()" }, 0],
    ["li", ["script", 0]],
    ["input", { type: "password", value: 0 }],
  ];
  const entries = [
    [0, ["/1", "one", "javascript:run()", "two", "/3", "three"]],
    [1, ["four", "five"]],
    [2, ["run()", "run()"]],
    [3, ["secret"]],
  ];
  const report = target.apply({ base: target.fingerprint, shapes, nodes: [[4, 0, entries]] } as unknown as Patch);
  expect(list(b).innerHTML).toBe(
    '<li><a href="/1">one</a></li><li><a>two</a></li><li><a href="/3">three</a></li><li>four</li><li>five</li>' +
      '<li></li><li></li><input type="password">',
  );
  expect(report.leftOut.map(({ reason, node }) => [reason, node])).toEqual([
    ["script_url", 11],
    ["handler_attribute", 16],
    ["handler_attribute", 18],
    ["script", 21],
    ["script", 24],
    ["secret", 26],
  ]);
});

it("refuses rows that would be too many before anything is touched", () => {
  const [, , b, target] = pair(LIST);
  const before = b.documentElement.outerHTML;
  const large = ["div", 0, ...Array.from({ length: 5000 }, () => ["b"])];
  const apply = (patch: object) => () => target.apply({ base: target.fingerprint, ...patch } as Patch);
  const values = Array.from({ length: 100 }, () => "");
  const code = (code: string) => expect.objectContaining({ name: "PatchError", code });
  expect(apply({ shapes: [large], nodes: [[4, 0, [[0, values]]]] })).toThrow(code("too_large"));
  let deep: unknown[] = ["b", 0];
  for (let level = 0; level < 200; level++) deep = ["b", deep];
  expect(apply({ shapes: [deep] })).toThrow(code("too_deep"));
  expect(b.documentElement.outerHTML).toBe(before);
});

it("uses rows again that are there already, whatever changed in them", () => {
  const [a, source, b, target] = pair(LIST);
  list(a).insertAdjacentHTML("beforeend", rows(5));
  target.apply(travel(source.capture()));
  const made = [...list(b).querySelectorAll("*")];
  expect(target.apply(travel(source.capture())).applied).toBe(0);

  list(a).children[2]!.firstElementChild!.textContent = "another";
  list(a).children[3]!.setAttribute("title", "one attribute more");
  list(a).children[4]!.append("a text more");
  target.apply(travel(source.capture()));
  expect(list(b).innerHTML).toBe(list(a).innerHTML);
  expect([...list(b).querySelectorAll("*")]).toEqual(made);
});

it("makes rows of SVG, of controls and below new elements", () => {
  const [a, source, b, target] = pair(LIST);
  const icons = [1, 2, 3].map(
    width => `<p><svg viewBox="0 0 1 1"><path stroke-width="${width}"></path></svg><input name="n${width}"></p>`,
  );
  list(a).insertAdjacentHTML("beforeend", `<li><div>${icons.join("\n")}</div></li>`);
  const inputs = [...a.querySelectorAll("input")];
  inputs[1]!.value = "typed";
  const patch = travel(source.capture());
  expect(patch.shapes).toHaveLength(1);
  target.apply(patch);
  expect(list(b).innerHTML).toBe(list(a).innerHTML);
  expect([...b.querySelectorAll("path")].map(path => path.namespaceURI)).toEqual(
    [1, 2, 3].map(() => "http://www.w3.org/2000/svg"),
  );
  expect([...b.querySelectorAll("input")].map(input => input.value)).toEqual(["", "typed", ""]);
});

it("brings rows to a page with another base", async () => {
  const [a, source] = pair(LIST);
  const [b] = pair("<body><p>Hello</p><ul><li>base</li></ul></body>");
  const target = remember(b);
  list(a).insertAdjacentHTML(
    "beforeend",
    '<li><input name="x">1</li><li><input name="y">2</li><li><input name="z">3</li>',
  );
  a.querySelectorAll("input")[2]!.value = "typed";
  await target.learn(source.fingerprint, source.describe());
  target.apply(travel(source.capture()));
  expect(list(b).innerHTML).toBe(list(a).innerHTML);
  expect([...b.querySelectorAll("input")].map(input => input.value)).toEqual(["", "", "typed"]);
});

it("keeps what each row has of its own where something of the first one is not written", () => {
  for (const kept of [
    "<script type=x>data</script>",
    "<i data-liquid-private>own</i>",
    "<b data-liquid-ignore>own</b>",
  ]) {
    const [documentA, a, documentB, b] = pair("<ul></ul>");
    const rows = [1, 2, 3, 4, 5, 6].map(number => `<li class="c${number % 2}"><b>row ${number}</b> ${number}</li>`);
    documentA.querySelector("ul")!.innerHTML = rows.join("");
    documentA.querySelector("li")!.insertAdjacentHTML("beforeend", kept);
    b.apply(travel(a.capture()));
    documentA.querySelector("li")!.lastElementChild!.remove();
    documentB.querySelector("[data-liquid-private]")?.remove();
    expect(documentB.querySelector("ul")!.innerHTML).toBe(rows.join(""));
    closePages();
  }
});
