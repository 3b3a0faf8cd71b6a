import { afterEach, expect, it } from "vitest";
import type { Remark } from "../../../client/src/engine";
import { closePages } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

const URL = " java\tscript:alert(1)";

/** Where a browser runs or follows a URL. */
const places = [
  `<a href="${URL}">x</a>`,
  `<area href="${URL}">`,
  `<form action="${URL}"></form>`,
  `<button formaction="${URL}">x</button>`,
  `<input type=image formaction="${URL}">`,
  `<iframe src="${URL}"></iframe>`,
  `<embed src="${URL}">`,
  `<object data="${URL}"></object>`,
  `<img src="${URL}">`,
  `<link rel=stylesheet href="${URL}">`,
  `<svg><a href="${URL}"></a></svg>`,
  `<svg><a xlink:href="${URL}"></a></svg>`,
  `<svg><a><animate attributeName="href" values="/;${URL}"></animate></a></svg>`,
  `<svg><a><animate attributeName="href" from="${URL}"></animate></a></svg>`,
  `<svg><a><set attributeName="href" to="${URL}"></set></a></svg>`,
  `<math><mtext href="${URL}">x</mtext></math>`,
];

it.each(places)("code in an address stays out: %s", html => {
  const [documentA, a, documentB, b] = pair("<main></main>");
  documentA.querySelector("main")!.innerHTML = html;
  const { leftOut } = b.apply(travel(a.capture()));
  expect(documentB.querySelector("main")!.innerHTML).not.toMatch(/script:/);
  expect(leftOut.map(remark => remark.reason)).toEqual(["script_url"]);
  expect(documentB.querySelector("main")!.firstElementChild).not.toBe(null);
});

it("code in an attribute of an element that was there stays out", () => {
  const [documentA, a, documentB, b] = pair(`<a href="/">x</a><svg><a xlink:href="/"><script></script></a></svg>`);
  documentA.querySelector("a")!.setAttribute("HREF", URL);
  documentA.querySelector("a")!.setAttribute("onclick", "alert(1)");
  documentA.querySelector("svg a")!.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", URL);
  documentA.querySelector("script")!.append("alert(1)");
  const { leftOut } = b.apply(travel(a.capture()));
  expect(documentB.body.innerHTML).toBe(`<a href="/">x</a><svg><a xlink:href="/"><script></script></a></svg>`);
  expect(leftOut.map(remark => remark.reason).sort()).toEqual(["handler_attribute", "script_url", "script_url"]);
});

it("no <meta> of the page becomes one that a browser follows, and one that did may stop", () => {
  const html = "<meta name=x content=y><meta http-equiv=x-y content=z>";
  const [documentA, a, documentB, b] = pair(html);
  const [plain, active] = documentA.querySelectorAll("meta");
  plain!.setAttribute("content", "0;url=/elsewhere");
  plain!.setAttribute("http-equiv", "refresh");
  active!.setAttribute("content", "anything");
  active!.removeAttribute("http-equiv");
  const { leftOut } = b.apply(travel(a.capture()));
  expect(documentB.head.innerHTML).toBe('<meta name="x" content="y"><meta content="anything">');
  expect(leftOut.map(remark => remark.reason)).toEqual(["meta_http_equiv"]);
  b.reset();
  const back = documentB.querySelectorAll("meta")[1]!;
  expect([back.httpEquiv, back.content]).toEqual(["x-y", "z"]);
});

it("a <meta> that a browser follows goes back to what the page says, whatever a script or a patch made of it", () => {
  const html = '<meta http-equiv="x-y" content="z">';
  const [documentA, a, documentB, b] = pair(html);
  documentA.querySelector("meta")!.setAttribute("content", "from there");
  const own = documentB.querySelector("meta")!;
  own.setAttribute("content", "changed here");
  own.setAttribute("name", "added");
  const { leftOut } = b.apply(travel(a.capture()));
  expect(documentB.head.innerHTML).toBe(html);
  expect(leftOut.map(remark => remark.reason)).toEqual(["meta_http_equiv"]);
  own.setAttribute("content", "changed again");
  b.reset();
  expect(documentB.head.innerHTML).toBe(html);
  expect(documentB.querySelector("meta")).toBe(own);
});

it("that the text of a script was changed is said", () => {
  const [documentA, a, documentB, b] = pair("<script type=text/x>let one</script>");
  documentA.querySelector("script")!.firstChild!.nodeValue = "let two";
  const leftOut: Remark[] = [];
  b.apply(travel(a.capture({ leftOut })));
  expect(documentB.querySelector("script")!.textContent).toBe("let one");
  expect(leftOut.map(remark => remark.reason)).toEqual(["script"]);
});

it("that a script which was rendered again says something else is said", () => {
  const [documentA, a] = pair("<ul><li><script type=text/x>let one</script></li></ul>");
  const list = documentA.querySelector("ul")!;
  const reasons = () => {
    const leftOut: Remark[] = [];
    a.capture({ leftOut });
    return leftOut.map(({ reason }) => reason);
  };
  list.innerHTML = String(list.innerHTML);
  expect(reasons()).toEqual([]);
  list.innerHTML = list.innerHTML.replace("one", "two");
  expect(reasons()).toEqual(["script"]);
});

it("that a script was changed and then rendered again is said", () => {
  const [documentA, a] = pair("<ul><li><script type=text/x>let one</script></li></ul>");
  documentA.querySelector("script")!.append("more");
  documentA.querySelector("ul")!.innerHTML = documentA.querySelector("ul")!.innerHTML;
  const leftOut: Remark[] = [];
  a.capture({ leftOut });
  expect(leftOut.map(({ reason }) => reason)).toEqual(["script"]);
});

it("no other spelling of a name or of a namespace lets code in", () => {
  const [, , documentB, b] = pair("<main></main><svg></svg>");
  const html = documentB.body.innerHTML;
  const [main, svg] = ["MAIN", "svg"].map(name => b.describe().findIndex(row => row[1] === name));
  const apply = (node: number | undefined, change: unknown, entry?: unknown) =>
    b.apply({ base: b.fingerprint, nodes: [[node!, change, ...(entry ? [[entry]] : [])] as never] });
  const refused = expect.objectContaining({ code: "bad_patch" });
  for (const key of [" onclick", " href", " srcdoc", " http-equiv", "http://www.w3.org/1999/xlink href"]) {
    expect(() => apply(svg, { [key]: URL })).toThrow(refused);
    expect(() => apply(main, 0, ["a", { [key]: URL }])).toThrow(refused);
    const shapes = [["a", { [key]: 0 }]] as never;
    expect(() => b.apply({ base: b.fingerprint, shapes, nodes: [[main!, 0, [[0, [URL]]]]] })).toThrow(refused);
  }
  for (const name of ["x:script", "html x:script", "svg x:script", "html x:base"])
    expect(apply(svg, 0, [name, { src: "data:text/javascript,", href: "/" }]).leftOut).toHaveLength(1);
  expect(apply(svg, 0, ["html x:meta", { "http-equiv": "refresh" }]).leftOut).toHaveLength(1);
  expect(documentB.body.innerHTML).toBe(html);
});

it("what the page was loaded with may come back, code and all", () => {
  const html =
    '<button onclick="x()"></button><a href="javascript:void(0)"></a><iframe srcdoc="x"></iframe><script type="x"></script>';
  const [documentA, a, documentB, b] = pair(html);
  const [button, link, frame, script] = documentB.body.children;
  button!.removeAttribute("onclick");
  link!.setAttribute("href", "/elsewhere");
  frame!.removeAttribute("srcdoc");
  script!.setAttribute("type", "y");
  expect(b.reset().leftOut).toEqual([]);
  expect(documentB.body.innerHTML).toBe(html);

  button!.removeAttribute("onclick");
  documentA.body.append(documentA.createElement("button"));
  documentA.querySelectorAll("button")[1]!.setAttribute("onclick", "x()");
  expect(b.apply(travel(a.capture())).leftOut).toEqual([]);
  expect(documentB.querySelectorAll("button[onclick='x()']")).toHaveLength(2);
});
