import { expect, onTestFinished, test, vi } from "vitest";
import { next, openPage } from "../support/page";
import { MemoryRelay, quiet } from "../support/relay";

async function twoPages() {
  const relay = new MemoryRelay();
  const source = await openPage(relay, "<p>Text</p>");
  const target = await openPage(relay, "<p>Text</p>");
  return { relay, source, target, flow: () => source.liquid.migrate(target.liquid.id) };
}

/** Registers a variable and lets the test look at it. */
function variable<T>(page: Awaited<ReturnType<typeof openPage>>, name: string, value: T) {
  const cell = { value, unregister: () => {} };
  const access = {
    get: () => cell.value,
    set: (arrived: T) => {
      cell.value = arrived;
    },
  };
  cell.unregister = page.liquid.registerState(name, access);
  return cell;
}

test("a registered state arrives after the tree", async () => {
  const { source, target, flow } = await twoPages();
  variable(source, "draft", { title: "Milk", tags: ["shop", null, 3] });
  let seen: unknown;
  target.liquid.registerState("draft", {
    get: () => null,
    set: value => {
      seen = [value, target.find("p").textContent];
    },
  });
  source.find("p").textContent = "Changed";
  expect(await flow()).toMatchObject({ status: "applied", leftOut: [] });
  expect(seen).toEqual([{ title: "Milk", tags: ["shop", null, 3] }, "Changed"]);
});

test("states that find no taker, and those whose taker throws, are remarks; the rest arrives", async () => {
  const { source, target, flow } = await twoPages();
  for (const name of ["strange", "failing", "good"]) variable(source, name, name);
  target.liquid.registerState("failing", {
    get: () => null,
    set: () => {
      throw new RangeError("too far");
    },
  });
  const good = variable(target, "good", "");
  expect((await flow()).leftOut).toEqual([
    { reason: "unknown_state", what: "strange" },
    { reason: "state_failed", what: "failing: RangeError: too far" },
  ]);
  expect(good.value).toBe("good");
});

test("a state that can't be read fails the migration, naming it", async () => {
  const { source, flow } = await twoPages();
  const state = variable<unknown>(source, "draft", { items: [() => {}] });
  variable(source, "good", 1);
  await expect(flow()).rejects.toMatchObject({
    code: "bad_state",
    message: expect.stringMatching(/State "draft" can't be sent \(.*function at \.items\[0\]\)/),
  });
  state.unregister();
  source.liquid.registerState("draft", {
    get() {
      throw new Error("not now");
    },
    set() {},
  });
  await expect(flow()).rejects.toMatchObject({ code: "bad_state", message: expect.stringContaining("not now") });
});

test("what two states share is still shared, and nodes are the corresponding ones", async () => {
  const { source, target, flow } = await twoPages();
  const shared: Record<string, unknown> = { node: source.find("p"), when: new Date(5) };
  shared.self = shared;
  variable(source, "one", [shared]);
  variable(source, "two", new Map([["it", shared]]));
  const [one, two] = [variable(target, "one", [shared]), variable(target, "two", new Map<string, typeof shared>())];
  const added = document.createElement("b");
  source.find("p").append(added);
  shared.added = added;
  shared.detached = new Text("x");
  const receipt = await flow();
  const arrived = one.value[0]!;
  expect(two.value.get("it")).toBe(arrived);
  expect(arrived.self).toBe(arrived);
  expect(arrived.node).toBe(target.find("p"));
  expect(arrived.added).toBe(target.find("b"));
  expect(arrived.detached).toBeNull();
  expect(arrived.when).toEqual(new Date(5));
  expect(receipt.leftOut).toEqual([{ reason: "unknown_node", what: "a reference to #text" }]);
});

test("an object, a list, a map and a set are written back in place", async () => {
  const { source, target, flow } = await twoPages();
  const make = () => ({
    store: { items: ["a"], add() {}, get count() { return 1; } } as Record<string, unknown>, // biome-ignore format: short
    list: [1] as unknown[],
    map: new Map<unknown, unknown>(),
    set: new Set<unknown>([5]),
  });
  const [here, there] = [make(), make()];
  for (const [page, parts] of [
    [source, here],
    [target, there],
  ] as const) {
    for (const [name, part] of Object.entries(parts)) page.liquid.registerState(name, part);
  }
  const { add } = there.store;
  Object.assign(here.store, { items: ["b", "c"], constructor: "mine", add: 1 });
  Object.assign(there.store, { gone: true });
  here.list.push(2, 3);
  here.map.set("k", new Set([1]));
  here.set.delete(5);
  expect((await flow()).leftOut).toEqual([]);
  expect(Object.entries(there.store)).toEqual([
    ["items", ["b", "c"]],
    ["add", add],
    ["count", 1],
    ["constructor", "mine"],
  ]);
  expect([there.list, there.map, there.set]).toEqual([[1, 2, 3], new Map([["k", new Set([1])]]), new Set()]);
  here.list = [];
  source.liquid.registerState("list", new Map());
  expect((await flow()).leftOut).toEqual([
    { reason: "state_failed", what: expect.stringMatching(/^list: .*another kind/) },
  ]);
});

test("an older version is upgraded; a newer one, or one that nothing upgrades, is a remark", async () => {
  const { source, target, flow } = await twoPages();
  const seen: unknown[] = [];
  source.liquid.registerState("draft", { get: () => "Milk", set() {} });
  source.liquid.registerState("old", { get: () => 1, set() {}, version: 1 });
  source.liquid.registerState("new", { get: () => 1, set() {}, version: 3 });
  const set = (value: unknown) => seen.push(value);
  target.liquid.registerState("draft", { get: () => {}, set, version: 2, upgrade: (title, from) => ({ title, from }) });
  target.liquid.registerState("old", { get: () => {}, set, version: 2 });
  target.liquid.registerState("new", { get: () => {}, set, version: 2, upgrade: () => "never" });
  expect((await flow()).leftOut.map(({ what }) => what)).toEqual([
    expect.stringMatching(/^old: .*version 1.*takes 2/),
    expect.stringMatching(/^new: .*version 3.*takes 2/),
  ]);
  expect(seen).toEqual([{ title: "Milk", from: 0 }]);
});

test("instances of a registered class arrive as such; without the class, their state is a remark and the rest arrives", async () => {
  const { source, target, flow } = await twoPages();
  class Item {
    parent: Item | undefined;
    constructor(readonly text: string) {}
  }
  const item = new Item("Milk");
  item.parent = item;
  source.liquid.registerType("Item", Item);
  const unregister = target.liquid.registerType("Item", Item);
  variable(source, "item", item);
  variable(source, "good", 1);
  const [arrived, good] = [variable<Item | null>(target, "item", null), variable(target, "good", 0)];
  expect((await flow()).leftOut).toEqual([]);
  expect(arrived.value).toBeInstanceOf(Item);
  expect(arrived.value).toMatchObject({ text: "Milk" });
  expect(arrived.value!.parent).toBe(arrived.value);
  unregister();
  good.value = 0;
  expect((await flow()).leftOut).toEqual([
    { reason: "state_failed", what: 'item: TypeError: no class is registered as "Item"' },
  ]);
  expect(good.value).toBe(1);
});

test("a state that arrives before it is registered is handed over then", async () => {
  const { source, target, flow } = await twoPages();
  variable(source, "draft", "Milk");
  expect((await flow()).leftOut).toEqual([{ reason: "unknown_state", what: "draft" }]);
  let taken: unknown;
  const set = (value: unknown) => {
    taken = value;
  };
  const unregister = target.liquid.registerState("draft", { get() {}, set });
  expect(taken).toBe("Milk");
  taken = undefined;
  unregister();
  target.liquid.registerState("draft", { get() {}, set });
  expect(taken).toBeUndefined();
});

test("`restored` and the receipt wait for a `set` that takes time", async () => {
  const { source, target, flow } = await twoPages();
  let finish = () => {};
  const order: string[] = [];
  variable(source, "draft", "Milk");
  variable(source, "broken", 1);
  target.liquid.registerState("draft", { get() {}, set: () => new Promise<void>(resolve => { finish = resolve; }) }); // biome-ignore format: short
  target.liquid.registerState("broken", { get() {}, set: () => Promise.reject(new Error("late")) });
  target.liquid.addEventListener("received", () => order.push("received"));
  const restored = next(target.liquid, "restored").then(() => order.push("restored"));
  const received = next(target.liquid, "received");
  const receipt = flow();
  await received;
  await quiet();
  expect(order).toEqual(["received"]);
  finish();
  await restored;
  expect((await receipt).leftOut).toEqual([{ reason: "state_failed", what: "broken: Error: late" }]);
});

test("a set() that never comes to an end is waited for no longer than 10 s", async () => {
  const { source, target, flow } = await twoPages();
  variable(source, "draft", "Milk");
  target.liquid.registerState("draft", { get() {}, set: () => new Promise(() => {}) });
  const received = next(target.liquid, "received");
  const restored = next(target.liquid, "restored");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    void flow();
    const { leftOut } = await received;
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    await restored;
    expect(leftOut).toEqual([{ reason: "state_failed", what: "draft: Error: set() is not over after 10 s" }]);
  } finally {
    vi.useRealTimers();
  }
});

test("a state that says that it changed is mirrored", async () => {
  const { source, target } = await twoPages();
  let tell = () => {};
  let value = 1;
  source.liquid.registerState("n", { get: () => value, set() {}, subscribe: changed => { tell = changed; return () => {}; } }); // biome-ignore format: short
  const arrived = variable(target, "n", 0);
  onTestFinished(source.liquid.mirror());
  await next(target.liquid, "received");
  expect(arrived.value).toBe(1);
  value = 2;
  tell();
  await next(target.liquid, "received");
  expect(arrived.value).toBe(2);
});

test("a state that breaks the limits refuses the migration before anything is touched", async () => {
  const { relay, source, target } = await twoPages();
  const draft = variable(target, "draft", "mine");
  target.find("p").textContent = "mine";
  for (const state of ["5.5", "{}", `[[-7,4294967295]]`, `[["BigInt","${"9".repeat(20_000)}"]]`]) {
    const received = next(target.liquid, "received");
    relay.inject(source.liquid.id, target.liquid.id, "migration", `{"patch":{"base":"x"},"state":${state}}`);
    expect(await received).toMatchObject({ status: "refused", reason: "bad_state" });
  }
  expect([draft.value, target.find("p").textContent]).toEqual(["mine", "mine"]);
});

test("undefined leaves a state out", async () => {
  const { source, target, flow } = await twoPages();
  variable(source, "draft", undefined);
  const draft = variable<unknown>(target, "draft", "mine");
  await flow();
  expect(draft.value).toBe("mine");
});

test("a state may be called __proto__, and pollutes nothing", async () => {
  const { source, target, flow } = await twoPages();
  variable(source, "__proto__", { polluted: true });
  const state = variable<unknown>(target, "__proto__", null);
  expect((await flow()).leftOut).toEqual([]);
  expect(state.value).toEqual({ polluted: true });
  expect("polluted" in {}).toBe(false);
});

test("a state needs a name, and functions to read and write it", async () => {
  const { source } = await twoPages();
  expect(() => source.liquid.registerState("", { get() {}, set() {} })).toThrow(TypeError);
  expect(() => source.liquid.registerState("draft", { get() {} } as never)).toThrow(
    /give a name and \{ get: \(\) => value/,
  );
});
