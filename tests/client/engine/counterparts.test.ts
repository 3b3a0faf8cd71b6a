import { afterEach, describe, expect, it, vi } from "vitest";
import { type Engine, type Patch, type Row, remember } from "../../../client/src/engine";
import { closePages, page } from "./page";

afterEach(closePages);

/** Sends what was done to a page to another load of it; the reasons of the remarks. */
async function send(a: Engine, b: Engine): Promise<string[]> {
  const [patch, base] = JSON.parse(JSON.stringify([a.capture(), a.describe()])) as [Patch, Row[]];
  await b.learn(patch.base, base);
  return b.apply(patch).leftOut.map(({ reason }) => reason);
}

/** Marks an element of the source; what is marked at the target then, or why nothing is. */
async function marked(source: string, selector: string, target: string): Promise<string | string[]> {
  const [here, there] = [page(source), page(target)];
  const [a, b] = [remember(here), remember(there)];
  here.querySelector(selector)!.setAttribute("title", "marked");
  const reasons = await send(a, b);
  const found = there.querySelector("[title]");
  found?.removeAttribute("title");
  return found ? found.outerHTML : reasons;
}

const rows = (...rows: string[]) => `<ul>${rows.map(row => `<li>${row}</li>`).join("")}</ul>`;
const actions = "<span><button>edit</button><button>delete</button></span>";
const cards = (...names: string[]) =>
  `<div>${names.map(name => `<div class="card"><h3>${name}</h3><p>new</p><button>buy</button></div>`).join("")}</div>`;
const table = (...rows: string[][]) =>
  `<table>${rows.map(cells => `<tr>${cells.map(cell => `<td>${cell}</td>`).join("")}</tr>`).join("")}</table>`;

describe("the counterpart of a node is", () => {
  it.each<[string, string, string, string, string]>([
    ["what has its id, wherever it stands", "<p id=x>a</p>", "p", "<div><p id=x>b</p></div>", `<p id="x">b</p>`],
    ["what has its key", rows("a"), "li", rows("b", "a"), "<li>a</li>"],
    [
      "what has its key, though it has another name",
      `<ul><li data-key=1>a<li data-key=2>b</ul>`,
      "li",
      `<ul><li data-key=2>b<li data-key=1>c</ul>`,
      `<li data-key="1">c</li>`,
    ],
    [
      "what has its key within",
      rows(`a <input name=x>`, `b <input name=y>`),
      "li",
      rows(`b <input name=y>`, `c <input name=x>`),
      `<li>c <input name="x"></li>`,
    ],
    [
      "what the same leads",
      rows("a <i>1</i>", "b <i>1</i>"),
      "li",
      rows("b <i>2</i>", "a <i>2</i>"),
      "<li>a <i>2</i></li>",
    ],
    ["what is alone in its role", "<nav>a</nav>", "nav", "<nav>b</nav>", "<nav>b</nav>"],
    ["the cell in its column", table(["a", "1"]), "td + td", table(["a", "2"]), "<td>2</td>"],
    [
      "the cell that says the same",
      "<table><tr id=x><td>a<td>1</table>",
      "td",
      "<table><tr id=x><td>1<td>a</table>",
      "<td>a</td>",
    ],
    ["what has its label", "a <input> b <input>", "input", "b <input> a <input>", "<input>"],
    ["the row that is equal, one of as many", rows("a", "a", "b"), "li", rows("b", "a", "a"), "<li>a</li>"],
    [
      "the lone box that says all it says, and more",
      `<div>${rows("a", "b")}</div>`,
      "div",
      `<div>${rows("c", "a", "b")}</div>`,
      `<div>${rows("c", "a", "b")}</div>`,
    ],
    [
      "the lone box that says nearly all it says, if that is much",
      `<div><b>Ann</b>${rows(..."abcdefgh")}</div>`,
      "div",
      `<div><b>Bob</b>${rows(..."abcdefgh")}</div>`,
      `<div><b>Bob</b>${rows(..."abcdefgh")}</div>`,
    ],
    [
      "what is equal and says more than one thing, wherever it stands",
      `<main>${rows("a", "b")}</main><aside>x</aside>`,
      "ul",
      `<main></main><aside>x${rows("a", "b")}</aside>`,
      rows("a", "b"),
    ],
  ])("%s", async (_, source, selector, target, expected) => {
    expect(await marked(source, selector, target)).toBe(expected);
  });

  it.each<[string, string, string, string, string]>([
    ["a row with another name, though all else is alike", cards("a"), ".card", cards("b"), "doubtful"],
    ["a row among others with another name", cards("a", "c"), ".card", cards("b", "c"), "doubtful"],
    ["one of fewer that are equal", rows("a", "a", "a"), "li", rows("a", "a"), "doubtful"],
    [
      "a row whose name and state speak for two",
      rows("a <i>1</i>", "b <i>2</i>"),
      "li",
      rows("a <i>2</i>", "b <i>1</i>"),
      "doubtful",
    ],
    [
      "what has its key, where its name is another one's",
      `<ul><li id=i0>a<li id=i1>b</ul>`,
      "li",
      `<ul><li id=i0>b<li id=i1>c</ul>`,
      "doubtful",
    ],
    ["what is equal in another row", rows(`a ${actions}`), "span", rows(`b ${actions}`, "c"), "doubtful"],
    [
      "a cell of a row whose columns changed places",
      table(["a", "1", "x"]),
      "td + td",
      table(["2", "a", "y"]),
      "doubtful",
    ],
    [
      "a field that shows another thing to be filled in",
      "<input placeholder=a><input placeholder=b>",
      "input",
      "<input placeholder=b><input placeholder=c>",
      "doubtful",
    ],
  ])("never %s", async (_, source, selector, target, reason) => {
    expect(await marked(source, selector, target)).toEqual([reason]);
  });

  it("told only as far as it is known where it stands among what is doubtful", async () => {
    const [here, there] = [page(rows("a", "a", "a", "b")), page(rows("a", "a", "b"))];
    const [a, b] = [remember(here), remember(there)];
    here.querySelector("ul")!.prepend(here.querySelector("li:last-child")!);
    expect(await send(a, b)).toEqual(["doubtful"]);
    expect(there.querySelector("ul")!.outerHTML).toBe(rows("a", "a", "b"));
  });
});

describe("another base", () => {
  it("is aligned in slices, and the page goes on in between", async () => {
    const [a, b] = [remember(page(rows("a"))), remember(page(rows("b")))];
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
    const order: string[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => order.push("page");
    port2.postMessage(0);
    await b.learn(a.fingerprint, a.describe()).then(() => order.push("learnt"));
    clock.mockRestore();
    port1.close();
    expect(order).toEqual(["page", "learnt"]);
    expect(b.knows(a.fingerprint)).toBe(true);
  });
});
