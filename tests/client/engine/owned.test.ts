import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Patch, remember } from "../../../client/src/engine";
import { closePages, page } from "./page";
import { next, pair, travel } from "./pair";

afterEach(closePages);

const HTML = "<!doctype html><h1>Title</h1><main data-liquid-owned></main>";

/** The number of the owner. */
const OWNER = 7;

const CONTENT = `<input id=text><textarea></textarea><input type=checkbox class=tick>
  <select><option>a<option>b<option>c</select><input type=password class=secret>
  <details><summary>More</summary><p>…</p></details><dialog>Dialog</dialog><p popover>Popover</p>
  <div class=scroller style="height: 50px; overflow: auto"><p style="height: 500px">long</p></div>`;

const get = <E extends Element = HTMLInputElement>(document: Document, selector: string) =>
  document.querySelector<E>(selector)!;

/** What a framework does there when it has been given its state. */
const render = (document: Document, html = CONTENT) => {
  get<HTMLElement>(document, "main").innerHTML = html;
};

describe("what a framework does not hold", () => {
  let [a, engineA, b, engineB] = [] as unknown as ReturnType<typeof pair>;

  beforeEach(() => {
    [a, engineA, b, engineB] = pair(HTML);
    render(a);
  });

  /** Brings b to a; what it renders stands there meanwhile. */
  async function flow(rendering = () => render(b)) {
    const patch = travel(engineA.capture());
    const report = engineB.apply(patch);
    const laid = report.overlay!();
    rendering();
    await laid;
    return { patch, report };
  }

  it("is typed, ticked and chosen, and the framework hears of what is typed and chosen", async () => {
    Object.assign(get(a, "#text"), { value: "typed" });
    Object.assign(get(a, "textarea"), { value: "two\nlines" });
    Object.assign(get(a, ".tick"), { checked: true });
    Object.assign(get(a, "select"), { selectedIndex: 1 });
    Object.assign(get(a, ".secret"), { value: "secret" });
    get(a, "#text").setCustomValidity("too short");
    const heard: string[] = [];
    for (const type of ["input", "change"])
      b.addEventListener(type, ({ target }) => heard.push(`${type} ${(target as Element).localName}`));
    const { report } = await flow();
    expect(["#text", "textarea", ".secret"].map(selector => get(b, selector).value)).toEqual([
      "typed",
      "two\nlines",
      "",
    ]);
    expect(get(b, ".tick").checked).toBe(true);
    expect(get<HTMLSelectElement>(b, "select").value).toBe("b");
    expect(get(b, "#text").validationMessage).toBe("too short");
    expect(heard).toEqual(["input input", "input textarea", "input select", "change select"]);
    expect(report.leftOut).toEqual([]);
  });

  it("is what is in the fields, whatever their attributes say", async () => {
    // As React writes them: the attribute follows what is typed.
    get(a, "#text").value = "typed";
    get(a, "#text").setAttribute("value", "typed");
    render(b);
    get(b, "textarea").defaultValue = "of b";
    await flow(() => {});
    expect([get(b, "#text").value, get(b, "textarea").value]).toEqual(["typed", ""]);
  });

  it("is open, focused and scrolled", async () => {
    get<HTMLDetailsElement>(a, "details").open = true;
    get<HTMLDialogElement>(a, "dialog").showModal();
    get(a, "#text").value = "typed";
    get(a, "#text").focus();
    get(a, "#text").setSelectionRange(1, 3);
    const scrolled = next(get(a, ".scroller"), "scroll");
    get(a, ".scroller").scrollTop = 120;
    await scrolled;
    get<HTMLDialogElement>(a, "dialog").close();
    get<HTMLElement>(a, "[popover]").showPopover();
    get(a, "#text").focus();
    get(a, "#text").setSelectionRange(1, 3);
    await flow();
    expect(get<HTMLDetailsElement>(b, "details").open).toBe(true);
    expect(get(b, "dialog").matches(":modal")).toBe(false);
    expect(get(b, "[popover]").matches(":popover-open")).toBe(true);
    expect(b.activeElement).toBe(get(b, "#text"));
    expect([get(b, "#text").selectionStart, get(b, "#text").selectionEnd]).toEqual([1, 3]);
    expect(get(b, ".scroller").scrollTop).toBe(120);
    // And closed again.
    get<HTMLDetailsElement>(a, "details").open = false;
    get<HTMLElement>(a, "[popover]").hidePopover();
    await flow(() => {});
    expect(get<HTMLDetailsElement>(b, "details").open).toBe(false);
    expect(get(b, "[popover]").matches(":popover-open")).toBe(false);
  });

  it("has no place where the framework renders something else, which is a remark", async () => {
    get(a, ".tick").checked = true;
    const patch = travel(engineA.capture());
    const report = engineB.apply(patch);
    render(b, "<p>something else</p>");
    await report.overlay!();
    expect(report.leftOut).toEqual([
      { reason: "no_counterpart", node: OWNER, what: expect.stringContaining("a field") },
    ]);
  });

  const list = (...texts: string[]) =>
    texts.map(text => `<li><label><input type=checkbox>${text}</label><input class=edit></li>`).join("");
  const ticked = (document: Document) =>
    [...document.querySelectorAll("li")].filter(row => row.querySelector("input")!.checked).map(row => row.textContent);

  it("goes to the row that says the same, where the framework renders a list in another order", async () => {
    render(a, list("Milk", "Bread", "Cheese"));
    get(a, "li:nth-child(2) input").checked = true;
    get(a, "li:nth-child(2) .edit").value = "White bread";
    const { report } = await flow(() => render(b, list("Bread", "Milk", "Cheese")));
    expect(ticked(b)).toEqual(["Bread"]);
    expect(get(b, "li:nth-child(1) .edit").value).toBe("White bread");
    expect(report.leftOut).toEqual([]);
  });

  it("goes where it belongs, where ids count up from load to load", async () => {
    const counted = (from: number) => list("Milk", "Bread").replaceAll("<input", () => `<input id=view${from++}`);
    render(a, counted(3));
    get(a, "li:nth-child(2) input").checked = true;
    await flow(() => render(b, counted(1)));
    expect(ticked(b)).toEqual(["Bread"]);
  });

  it("waits for the row that says the same, and leaves alone what the framework ticked meanwhile", async () => {
    render(a, list("Milk", "Bread"));
    get(a, "li:nth-child(2) input").checked = true;
    const patch = travel(engineA.capture());
    const report = engineB.apply(patch);
    render(b, list("Of before", "Of before too"));
    const laid = report.overlay!();
    expect(ticked(b)).toEqual([]);
    render(b, list("Milk", "Bread"));
    await laid;
    expect([ticked(b), report.leftOut]).toEqual([["Bread"], []]);
  });

  it("goes where it stood in a row that says something else now, which is a remark", async () => {
    render(a, list("Milk, 2 min ago", "Bread, 1 min ago"));
    get(a, "li:nth-child(2) .edit").value = "White bread";
    const { report } = await flow(() => render(b, list("Milk, 3 min ago", "Bread, 2 min ago")));
    expect(get(b, "li:nth-child(2) .edit").value).toBe("White bread");
    expect(report.leftOut).toEqual([{ reason: "doubtful", node: OWNER, what: expect.stringContaining("a <input>") }]);
  });

  it("goes nowhere where several rows say the same and none is in its place, which is a remark", async () => {
    render(a, list("Milk", "Bread"));
    get(a, "li:nth-child(2) input").checked = true;
    const { report } = await flow(() => render(b, list("Bread", "Milk", "Bread")));
    expect(ticked(b)).toEqual([]);
    expect(report.leftOut).toEqual([expect.objectContaining({ reason: "no_counterpart" })]);
  });

  it("is all that is carried: structure and texts stay the framework's", async () => {
    render(a, "<p class=of-a>a</p>");
    get(a, "h1").textContent = "changed";
    render(b, "<p class=of-b>b</p>");
    const rendered = get(b, ".of-b");
    const { patch } = await flow(() => {});
    expect(JSON.stringify(patch)).not.toContain("of-a");
    expect(get(b, "h1").textContent).toBe("changed");
    expect(get(b, ".of-b")).toBe(rendered);
    engineB.reset();
    expect(get(b, ".of-b")).toBe(rendered);
  });
});

it("a path that leads nowhere, out of its owner or to what is no field changes nothing", async () => {
  const document = page(`${HTML}<input class=outside>`);
  const engine = remember(document);
  render(document, "<p><input></p><p>text</p>");
  const before = document.documentElement.outerHTML;
  const open = [
    [OWNER, ["input", "", [7, 0, 0]], "typed"],
    [OWNER, ["p", "", [1]], "typed"],
    [OWNER, ["main", "", []], "typed"],
    [OWNER, ["input", "", [9], ["nothing"]], "typed"],
    [2, ["input", "", [0]], "typed"],
  ];
  const report = engine.apply({ base: engine.fingerprint, ownedForm: open } as unknown as Patch);
  await report.overlay!();
  const what = "a field in what a framework owns";
  const doubtful = { reason: "doubtful", node: OWNER, what: expect.stringContaining("a <p>") };
  const [inOwner, elsewhere] = [OWNER, 2].map(node => ({ reason: "no_counterpart", node, what }));
  expect(report.leftOut).toEqual([inOwner, doubtful, elsewhere]);
  expect(document.documentElement.outerHTML).toBe(before);
  const way = ["input", ""];
  const none = [
    [...way, [-1]],
    [...way, [1.5]],
    [...way, Array(1001).fill(0)],
    [...way, "0"],
    [1, "", [0]],
    ["input", [0]],
  ];
  for (const path of [...none, "0", [...way, [0], ["a", {}]], [...way, [0], [0]], [...way, [0], ["a"], 1]]) {
    const patch = { base: engine.fingerprint, ownedForm: [[OWNER, path, "typed"]] } as unknown as Patch;
    expect(() => engine.apply(patch)).toThrow(expect.objectContaining({ code: "bad_patch" }) as Error);
  }
});
