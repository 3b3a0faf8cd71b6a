import { describe, expect, test, vi } from "vitest";
import { next, openPage } from "../support/page";
import { MemoryRelay } from "../support/relay";

const PAGE = `<ul><li><button data-handler="remove">x</button></li></ul>`;
const NEW = `<li class="new"><button data-handler="remove">x</button></li>`;

async function twoPages(html = PAGE) {
  const relay = new MemoryRelay();
  const source = await openPage(relay, html);
  const target = await openPage(relay, html);
  const flow = () => source.liquid.migrate(target.liquid.id);
  return { source, target, flow };
}

describe("a registered handler", () => {
  test("is bound to the elements that the page was loaded with", async () => {
    const { find, liquid } = await openPage(new MemoryRelay(), PAGE);
    const remove = vi.fn();
    liquid.registerHandler("remove", { click: remove });
    find("button").click();
    expect(remove).toHaveBeenCalledTimes(1);
  });

  test("is bound to the elements that arrive, each with `this` and `currentTarget` as the browser gives them", async () => {
    const { source, target, flow } = await twoPages();
    let seen: unknown[] = [];
    target.liquid.registerHandler("remove", {
      click(this: Element, event: Event) {
        seen = [this, event.currentTarget];
      },
    });
    source.find("ul").insertAdjacentHTML("beforeend", NEW);
    expect((await flow()).leftOut).toEqual([]);
    const button = target.find(".new button");
    button.click();
    expect(seen).toEqual([button, button]);
  });

  test("that is registered after its elements arrived is bound then; the receipt says that it was missing", async () => {
    const { source, target, flow } = await twoPages();
    source.find("ul").insertAdjacentHTML("beforeend", NEW + NEW);
    expect((await flow()).leftOut).toEqual([{ reason: "unknown_handler", what: "remove on <button>" }]);
    const remove = vi.fn();
    target.liquid.registerHandler("remove", { click: remove });
    for (const button of target.root.querySelectorAll("button")) button.click();
    expect(remove).toHaveBeenCalledTimes(3);
  });

  test("is called in its place among the listeners of its element: those of an earlier name before, the application's behind", async () => {
    const { source, target, flow } = await twoPages("<p></p>");
    const order: string[] = [];
    for (const name of ["second", "first"]) {
      target.liquid.registerHandler(name, {
        click(event: Event) {
          order.push(name);
          if (event instanceof PointerEvent && event.pointerId === 7) event.stopImmediatePropagation();
        },
      });
    }
    source.find("p").innerHTML = `<button data-handler="first second">x</button>`;
    await flow();
    const button = target.find("button");
    button.addEventListener("click", () => order.push("own"));
    button.click();
    expect(order).toEqual(["first", "second", "own"]);
    button.dispatchEvent(new PointerEvent("click", { pointerId: 7 }));
    expect(order.slice(3)).toEqual(["first"]);
  });

  test("is not bound twice where the application bound the same function itself", async () => {
    const { find, liquid } = await openPage(new MemoryRelay(), PAGE);
    const remove = vi.fn();
    find("button").addEventListener("click", remove);
    liquid.registerHandler("remove", { click: remove });
    find("button").click();
    expect(remove).toHaveBeenCalledTimes(1);
    find("button").removeEventListener("click", remove);
    find("button").click();
    expect(remove).toHaveBeenCalledTimes(1);
  });

  test("is not bound twice when the page travels there and back again", async () => {
    const { source, target, flow } = await twoPages();
    const remove = vi.fn();
    for (const { liquid } of [source, target]) liquid.registerHandler("remove", { click: remove });
    for (let round = 0; round < 3; round++) {
      source.find("ul").insertAdjacentHTML("beforeend", NEW);
      await flow();
      await target.liquid.migrate(source.liquid.id);
    }
    source.find("li:first-child button").click();
    target.find("li:first-child button").click();
    target.find("li:last-child button").click();
    expect(remove).toHaveBeenCalledTimes(3);
  });

  test("listens with the options of addEventListener", async () => {
    const { find, liquid } = await openPage(new MemoryRelay(), `<p data-handler="outer"><button>x</button></p>`);
    const order: string[] = [];
    find("button").addEventListener("click", () => order.push("button"));
    liquid.registerHandler("outer", { click: [() => order.push("outer"), { capture: true, once: true }] });
    find("button").click();
    find("button").click();
    expect(order).toEqual(["outer", "button", "button"]);
  });

  test("replaces the former one of its name everywhere, and is gone once unregistered", async () => {
    const { find, liquid } = await openPage(new MemoryRelay(), PAGE);
    const [former, latter] = [vi.fn(), vi.fn()];
    const unregisterFormer = liquid.registerHandler("remove", { click: former });
    const unregister = liquid.registerHandler("remove", { click: [latter, true] });
    unregisterFormer();
    find("button").click();
    unregister();
    find("button").click();
    expect([former.mock.calls.length, latter.mock.calls.length]).toEqual([0, 1]);
  });

  test("stays with an element when another of its names loses the same function", async () => {
    const { find, liquid } = await openPage(new MemoryRelay(), `<button data-handler="one two">x</button>`);
    const click = vi.fn();
    const unregister = liquid.registerHandler("one", { click });
    liquid.registerHandler("two", { click });
    find("button").click();
    unregister();
    find("button").click();
    expect(click).toHaveBeenCalledTimes(2);
  });

  test("follows an element that gets other names at the source", async () => {
    const { source, target, flow } = await twoPages();
    const [remove, keep] = [vi.fn(), vi.fn()];
    target.liquid.registerHandler("remove", { click: remove });
    target.liquid.registerHandler("keep", { click: keep });
    source.find("button").setAttribute("data-handler", "keep");
    await flow();
    target.find("button").click();
    expect([remove.mock.calls.length, keep.mock.calls.length]).toEqual([0, 1]);
    const undone = next(target.liquid, "restored");
    target.liquid.undo();
    await undone;
    target.find("button").click();
    expect([remove.mock.calls.length, keep.mock.calls.length]).toEqual([1, 1]);
  });

  test.each(["__proto__", "constructor", "toString"])("may be called %s", async name => {
    const { find, liquid } = await openPage(new MemoryRelay(), `<button data-handler="${name}">x</button>`);
    const click = vi.fn();
    liquid.registerHandler(name, { click });
    find("button").click();
    expect(click).toHaveBeenCalledTimes(1);
  });

  test("needs a name without spaces, and functions", async () => {
    const { liquid } = await openPage(new MemoryRelay(), PAGE);
    expect(() => liquid.registerHandler("two words", { click() {} })).toThrow(/name is a string without spaces/);
    expect(() => liquid.registerHandler("remove", {})).toThrow(/needs events/);
    expect(() => liquid.registerHandler("remove", { click: "remove()" as never })).toThrow(/no function for "click"/);
  });
});

describe("a delegated handler", () => {
  const LIST = `<ul class="list"><li><button class="destroy"><b>x</b></button></li></ul>`;

  test("hears what happens in matching elements, with the element as `this` and `currentTarget`", async () => {
    const { source, target, flow } = await twoPages(LIST);
    const seen: unknown[] = [];
    target.liquid.registerHandler(
      "destroy",
      {
        click(this: Element, event: Event) {
          seen.push(this, event.currentTarget, event.target);
        },
      },
      { on: ".list", match: ".destroy" },
    );
    const outside: unknown[] = [];
    target.root.addEventListener("click", event => outside.push(event.currentTarget));
    source.find("ul").insertAdjacentHTML("beforeend", `<li class="new"><button class="destroy"><b>x</b></button></li>`);
    expect((await flow()).leftOut).toEqual([]);
    target.find(".new b").click();
    target.find("li").click();
    expect(seen).toEqual([target.find(".new button"), target.find(".new button"), target.find(".new b")]);
    expect(outside).toEqual([target.root, target.root]);
  });

  test("is bound once to a list that arrives, and to one that names it", async () => {
    const { source, target, flow } = await twoPages("<section></section>");
    const destroy = vi.fn();
    target.liquid.registerHandler("destroy", { click: destroy }, { on: ".list", match: ".destroy" });
    target.liquid.registerHandler("other", { click: destroy }, { match: "i" });
    source.find("section").innerHTML = `${LIST}<p data-handler="other"><i>x</i></p>`;
    await flow();
    await flow();
    target.find("b").click();
    expect(destroy).toHaveBeenCalledTimes(1);
    target.find("i").click();
    target.find("p").click();
    expect(destroy).toHaveBeenCalledTimes(2);
  });

  test("is gone once unregistered, and needs selectors", async () => {
    const { liquid, find } = await openPage(new MemoryRelay(), LIST);
    const destroy = vi.fn();
    const unregister = liquid.registerHandler("destroy", { click: destroy }, { on: ".list", match: ".destroy" });
    unregister();
    find("b").click();
    expect(destroy).not.toHaveBeenCalled();
    expect(() => liquid.registerHandler("destroy", { click() {} }, { on: "<" })).toThrow(/where a selector stands/);
  });
});

describe("a handler that fires once", () => {
  const ONCE = { capture: false, once: true };

  test("and has fired does not fire again where it arrives, nor when it travels back; undo makes it new", async () => {
    const { source, target, flow } = await twoPages(
      `<button data-handler="open">x</button><i data-handler="open">y</i>`,
    );
    const [here, there] = [vi.fn(), vi.fn()];
    source.liquid.registerHandler("open", { click: [here, ONCE] });
    target.liquid.registerHandler("open", { click: [there, ONCE] });
    source.find("button").click();
    await flow();
    target.find("button").click();
    expect(there).not.toHaveBeenCalled();
    target.find("i").click();
    expect(there).toHaveBeenCalledTimes(1);
    await target.liquid.migrate(source.liquid.id);
    for (const selector of ["button", "i"]) source.find(selector).click();
    expect(here).toHaveBeenCalledTimes(1);
    target.liquid.undo();
    for (const selector of ["button", "i"]) target.find(selector).click();
    expect(there).toHaveBeenCalledTimes(3);
  });

  test("does not fire either when it is registered later, or delegated", async () => {
    const { source, target, flow } = await twoPages(`<p class="list" data-handler="open"><b>x</b></p>`);
    const calls: string[] = [];
    source.liquid.registerHandler("open", { click: [() => calls.push("here"), ONCE] });
    source.liquid.registerHandler("bold", { click: [() => calls.push("bold"), ONCE] }, { on: ".list", match: "b" });
    source.find("b").click();
    source.find("b").click();
    await flow();
    target.liquid.registerHandler("open", { click: [() => calls.push("there"), ONCE] });
    target.liquid.registerHandler("bold", { click: [() => calls.push("there"), ONCE] }, { on: ".list", match: "b" });
    target.find("b").click();
    expect(calls).toEqual(["here", "bold"]);
  });
});

describe("bind", () => {
  test("gives an element of the application its handlers, here and where it arrives", async () => {
    const { source, target, flow } = await twoPages();
    const [here, there] = [vi.fn(), vi.fn()];
    source.liquid.registerHandler("add", { click: here });
    target.liquid.registerHandler("add", { click: there });
    const button = document.createElement("button");
    source.find("ul").append(button);
    source.liquid.bind(button, "add");
    button.click();
    await flow();
    target.find("ul > button").click();
    expect([here.mock.calls.length, there.mock.calls.length]).toEqual([1, 1]);
  });

  test("needs an element and a name", async () => {
    const { liquid, find } = await openPage(new MemoryRelay(), PAGE);
    expect(() => liquid.bind("button" as never, "add")).toThrow(TypeError);
    expect(() => liquid.bind(find("button"), "")).toThrow(TypeError);
  });
});
