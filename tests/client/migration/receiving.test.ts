import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { next, openPage } from "../support/page";
import { MemoryRelay } from "../support/relay";

const PAGE = `<input><ul><li>Milk</li></ul>`;

async function twoPages() {
  const relay = new MemoryRelay();
  return { relay, source: await openPage(relay, PAGE), target: await openPage(relay, PAGE) };
}

describe("undo", () => {
  test("brings back what was here, typing and states included; once more goes forward again", async () => {
    const { source, target } = await twoPages();
    let draft = "mine";
    target.liquid.registerState("draft", {
      get: () => draft,
      set: value => {
        draft = value;
      },
    });
    source.liquid.registerState("draft", { get: () => "theirs", set() {} });
    const field = target.find<HTMLInputElement>("input");
    field.value = "half a sent";
    source.find("li").textContent = "Bread";
    await source.liquid.migrate(target.liquid.id);
    const state = () => [field.value, target.find("li").textContent, draft];
    expect(state()).toEqual(["", "Bread", "theirs"]);
    const restored = next(target.liquid, "restored");
    expect(target.liquid.undo()).toMatchObject({ status: "applied", leftOut: [] });
    expect(await restored).toEqual({ from: null });
    expect(state()).toEqual(["half a sent", "Milk", "mine"]);
    target.liquid.undo();
    expect(state()).toEqual(["", "Bread", "theirs"]);
  });

  test("before anything arrived does nothing", async () => {
    const { target } = await twoPages();
    expect(target.liquid.undo()).toBeUndefined();
  });
});

test("a receipt that the relay can't take now is sent again", async () => {
  const { relay, source, target } = await twoPages();
  relay.refused = "receipt";
  relay.refusal = { code: "unavailable", message: "Later.", retryable: true, retryAfterMs: 1 };
  expect(await source.liquid.migrate(target.liquid.id)).toMatchObject({ status: "applied" });
  const receipts = relay.heard.filter(envelope => envelope.type === "send" && envelope.kind === "receipt");
  expect(receipts.map(envelope => "id" in envelope && envelope.id)).toEqual([1, 2]);
});

describe("states that a script sends", () => {
  test("are set in plain JSON; the page, its timers and its other states stay as they are", async () => {
    const { relay, target } = await twoPages();
    const values: Record<string, unknown> = { draft: "mine", other: "mine" };
    for (const name of ["draft", "other"]) {
      target.liquid.registerState(name, {
        get: () => values[name],
        set: value => {
          values[name] = value;
        },
      });
    }
    const ticks: unknown[] = [];
    target.liquid.registerHandler("tick", value => ticks.push(value));
    const timer = target.liquid.setTimeout("tick", 1, "still there");
    target.find<HTMLInputElement>("input").value = "half a sent";
    const received = next(target.liquid, "received");
    relay.inject("http", target.liquid.id, "migration", `{"states":{"draft":{"title":["Milk",null]},"nobodys":1}}`);
    expect(await received).toMatchObject({
      status: "applied",
      applied: 1,
      leftOut: [{ reason: "unknown_state", what: "nobodys" }],
    });
    expect(values).toEqual({ draft: { title: ["Milk", null] }, other: "mine" });
    expect(target.find<HTMLInputElement>("input").value).toBe("half a sent");
    await vi.waitFor(() => expect(ticks).toEqual(["still there"]));
    expect(timer).toBeDefined();
    target.liquid.undo();
    expect(values).toEqual({ draft: "mine", other: "mine" });
    expect(target.find<HTMLInputElement>("input").value).toBe("half a sent");
  });
});

describe("a hostile body", () => {
  test.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["no object", "[]"],
    ["no patch", "{}"],
    ["a patch that is none", `{"patch":5}`],
    ["plain states that are none", `{"states":[1]}`],
    ["plain states with a prototype", `{"states":{"draft":{"__proto__":{"x":1}}}}`],
    ["states that are none", `{"patch":{},"state":[1]}`],
    ["sections that are none", `{"patch":{},"keep":"focus"}`],
    ["a patch of wrong numbers", `{"patch":{"base":"x","nodes":[[-1,{}]]}}`],
  ])("with %s is refused, acknowledged, and touches nothing", async (_, body) => {
    const { relay, source, target } = await twoPages();
    const before = target.root.innerHTML;
    const received = next(target.liquid, "received");
    const receipt = next(source.liquid, "receipt");
    relay.inject(source.liquid.id, target.liquid.id, "migration", body);
    expect(await received).toMatchObject({ status: "refused", applied: 0, from: source.liquid.id });
    expect(await receipt).toMatchObject({ status: "refused", reason: expect.any(String) });
    expect(target.root.innerHTML).toBe(before);
    expect(relay.cursorOf(target.liquid.id)).toBe(1);
  });

  test("of any kind leaves the page able to receive the next", async () => {
    const { relay, source, target } = await twoPages();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async body => {
        const received = next(target.liquid, "received");
        relay.inject(source.liquid.id, target.liquid.id, "migration", body);
        expect((await received).status).toBe("refused");
      }),
    );
    source.find("li").textContent = "Bread";
    expect(await source.liquid.migrate(target.liquid.id)).toMatchObject({ status: "applied" });
  });

  test("of a receipt is told as unreadable", async () => {
    const { relay, source, target } = await twoPages();
    const receipt = next(source.liquid, "receipt");
    relay.inject(target.liquid.id, source.liquid.id, "receipt", `{"status":"waiting","leftOut":5}`, 7);
    expect(await receipt).toMatchObject({ from: target.liquid.id, id: 7, status: "refused", reason: "bad_receipt" });
  });
});

test("a receipt from anyone but the target answers nothing", async () => {
  const { relay, source, target } = await twoPages();
  relay.muted.add(target.liquid.id);
  const body = `{"status":"applied","applied":1,"leftOut":[]}`;
  source.liquid.addEventListener("sent", ({ detail }) => {
    relay.inject("x".repeat(22), source.liquid.id, "receipt", body, detail.id);
  });
  const impostor = next(source.liquid, "receipt");
  const receipt = source.liquid.migrate(target.liquid.id);
  expect((await impostor).from).toBe("x".repeat(22));
  relay.cut(target.liquid.id);
  expect(await receipt).toMatchObject({ from: target.liquid.id, status: "waiting" });
});

test("a message of a kind that this version does not know is acknowledged and passed over", async () => {
  const { relay, source, target } = await twoPages();
  relay.inject(source.liquid.id, target.liquid.id, "novelty", "{}");
  await source.liquid.migrate(target.liquid.id);
  expect(relay.cursorOf(target.liquid.id)).toBe(2);
});

test("a receipt lists at most 200 remarks and counts the rest", async () => {
  const { source, target } = await twoPages();
  const names = Array.from({ length: 250 }, (_, number) => `state-${number}`);
  for (const name of names) source.liquid.registerState(name, { get: () => 1, set() {} });
  const { leftOut } = await source.liquid.migrate(target.liquid.id);
  expect(leftOut.length).toBe(201);
  expect(leftOut.at(-1)).toEqual({ reason: "more", what: "50 more" });
});
