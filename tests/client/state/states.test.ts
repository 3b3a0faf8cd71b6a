import { expect, test } from "vitest";
import { openPage } from "../support/page";
import { MemoryRelay } from "../support/relay";

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
  const ring: { self?: unknown } = {};
  ring.self = ring;
  const state = variable<unknown>(source, "ring", ring);
  await expect(flow()).rejects.toMatchObject({ code: "bad_state", message: expect.stringContaining('State "ring"') });
  state.value = 10n;
  await expect(flow()).rejects.toMatchObject({ code: "bad_state" });
  state.unregister();
  expect(await flow()).toMatchObject({ status: "applied" });
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
