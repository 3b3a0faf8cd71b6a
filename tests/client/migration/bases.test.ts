import { describe, expect, test, vi } from "vitest";
import { type Engine, remember } from "../../../client/src/engine";
import { next, openPage } from "../support/page";
import { MemoryRelay, quiet } from "../support/relay";

const greeting = (name: string) => `<p>Hello ${name}</p><ul><li>Milk</li></ul>`;

/** The base of a page that nothing was done to yet. */
function baseOf(root: HTMLElement) {
  const engine: Engine = remember(root);
  const base = { fingerprint: engine.fingerprint, rows: JSON.stringify(engine.describe()) };
  engine.stop();
  return base;
}

/** Ann's page and Bob's, whose bases differ. */
async function annAndBob(relay = new MemoryRelay()) {
  const source = await openPage(relay, greeting("Ann"));
  const target = await openPage(relay, greeting("Bob"));
  const base = baseOf(source.root);
  const heard = (type: string) => relay.heard.filter(envelope => envelope.type === type).length;
  return { relay, source, target, base, heard };
}

describe("between pages of different bases", () => {
  test("the target fetches the sender's base, and applies what fits", async () => {
    const { source, target } = await annAndBob();
    source.find("ul").append("Bread");
    const receipts: unknown[] = [];
    source.liquid.addEventListener("receipt", ({ detail }) => receipts.push(detail));
    const receipt = await source.liquid.migrate(target.liquid.id);
    expect(receipt).toMatchObject({ status: "applied", from: target.liquid.id, leftOut: [] });
    expect(receipts).toEqual([expect.objectContaining({ status: "applied" })]);
    expect(target.root.innerHTML).toBe("<p>Hello Bob</p><ul><li>Milk</li>Bread</ul>");
  });

  test("a base is handed over once and fetched once, and the migration goes once", async () => {
    const { relay, source, target, heard } = await annAndBob();
    await source.liquid.migrate(target.liquid.id);
    await source.liquid.migrate(target.liquid.id);
    const migrations = relay.heard.filter(envelope => envelope.type === "send" && envelope.kind === "migration");
    expect([migrations.length, heard("base")]).toEqual([2, 1]);
    const fetched = heard("fetch");
    await source.liquid.migrate(target.liquid.id);
    expect([heard("base"), heard("fetch")]).toEqual([1, fetched]);
  });

  test("the sender need not be there any more", async () => {
    const { relay, source, target } = await annAndBob();
    relay.cut(target.liquid.id);
    source.find("li").textContent = "Bread";
    await source.liquid.migrate(target.liquid.id);
    await quiet();
    source.liquid.stop();
    const restored = next(target.liquid, "restored");
    dispatchEvent(new Event("online"));
    await restored;
    expect(target.root.innerHTML).toBe("<p>Hello Bob</p><ul><li>Bread</li></ul>");
  });

  test("what comes meanwhile waits, and all is applied in order", async () => {
    const { relay, source, target, base } = await annAndBob();
    const friend = await openPage(relay, greeting("Bob"));
    const order: unknown[] = [];
    target.liquid.addEventListener("received", ({ detail }) => order.push(detail.from));
    relay.baseless = true;
    void source.liquid.migrate(target.liquid.id);
    await quiet();
    friend.find("li").textContent = "Bread";
    const last = friend.liquid.migrate(target.liquid.id);
    await quiet();
    expect(order).toEqual([]);
    relay.bases.set(base.fingerprint, base.rows);
    await last;
    expect(order).toEqual([source.liquid.id, friend.liquid.id]);
    expect(target.find("li").textContent).toBe("Bread");
  });

  test("a cut while it waits brings everything again, once", async () => {
    const { relay, source, target, base } = await annAndBob();
    const statuses: unknown[] = [];
    target.liquid.addEventListener("received", ({ detail }) => statuses.push(detail.status));
    relay.baseless = true;
    const receipt = source.liquid.migrate(target.liquid.id);
    await quiet();
    relay.cut(target.liquid.id);
    relay.bases.set(base.fingerprint, base.rows);
    const received = next(target.liquid, "received");
    dispatchEvent(new Event("online"));
    await Promise.all([receipt, received]);
    await quiet();
    expect(statuses).toEqual(["applied"]);
  });

  test("a cut before the base was handed over is made up for after the next welcome", async () => {
    const { relay, source, target, heard } = await annAndBob();
    relay.cut(target.liquid.id);
    relay.forgetful = true;
    const sent = source.liquid.migrate(target.liquid.id);
    await quiet();
    expect(heard("base")).toBe(0);
    relay.cut(source.liquid.id);
    relay.forgetful = false;
    const restored = next(target.liquid, "restored");
    dispatchEvent(new Event("online"));
    await Promise.all([sent, restored]);
    expect(heard("base")).toBe(1);
  });

  test("a wrong copy is replaced by the right one, and the migration goes once more", async () => {
    const { relay, source, target, base } = await annAndBob();
    relay.bases.set(base.fingerprint, JSON.stringify([[9, "#document", 1]]));
    source.find("li").textContent = "Bread";
    const receipt = await source.liquid.migrate(target.liquid.id);
    expect(receipt).toMatchObject({ status: "applied", from: target.liquid.id });
    expect(relay.bases.get(base.fingerprint)).toBe(base.rows);
    expect(target.find("li").textContent).toBe("Bread");
  });

  test("what of a mirror goes once more waits for the target as long as the rest of it", async () => {
    const { relay, source, target, base } = await annAndBob();
    relay.bases.set(base.fingerprint, JSON.stringify([[9, "#document", 1]]));
    const restored = next(target.liquid, "restored");
    const stop = source.liquid.mirror();
    await restored;
    stop();
    const sent = relay.heard.filter(envelope => envelope.type === "send");
    const [first, again, ...more] = sent.filter(({ kind }) => kind === "migration");
    expect(first).toMatchObject({ to: "*", ttl: expect.any(Number) });
    expect(again).toMatchObject({ to: target.liquid.id, ttl: first!.ttl });
    expect(more).toEqual([]);
  });

  test("a base that does not come is waited for no longer than 20 s, and what is behind it arrives", async () => {
    const { relay, source, target } = await annAndBob();
    const friend = await openPage(relay, greeting("Bob"));
    relay.baseless = true;
    source.find("li").textContent = "Bread";
    friend.find("li").textContent = "Cheese";
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const refused = next(target.liquid, "received");
      void source.liquid.migrate(target.liquid.id);
      await quiet();
      void friend.liquid.migrate(target.liquid.id);
      await quiet();
      vi.advanceTimersByTime(20_000);
      expect(await refused).toMatchObject({ status: "refused", reason: "other_base" });
      expect(target.find("li").textContent).toBe("Cheese");
      // The next ones of that page are not waited for.
      const again = next(target.liquid, "received");
      void source.liquid.migrate(target.liquid.id);
      expect(await again).toMatchObject({ status: "refused", reason: "other_base" });
    } finally {
      vi.useRealTimers();
    }
  });

  test("a base that nothing names is not waited for", async () => {
    const { relay, source, target } = await annAndBob();
    const received = next(target.liquid, "received");
    relay.inject(source.liquid.id, target.liquid.id, "migration", `{"patch":{"base":"0123456789abcdef"}}`);
    expect(await received).toMatchObject({ status: "refused", reason: "other_base" });
  });

  test("a name that is no fingerprint never reaches the relay", async () => {
    const { relay, source, target, heard } = await annAndBob();
    const received = next(target.liquid, "received");
    relay.inject(source.liquid.id, target.liquid.id, "migration", `{"patch":{"base":"x"}}`);
    expect(await received).toMatchObject({ status: "refused", reason: "other_base" });
    expect(heard("fetch")).toBe(0);
  });

  test("a base that is too large for the relay is not handed over, which is told", async () => {
    const { relay, source, target, heard } = await annAndBob();
    relay.limits = { ...relay.limits, base: 10 };
    relay.cut(source.liquid.id);
    const connected = next(source.liquid, "connected");
    dispatchEvent(new Event("online"));
    await connected;
    const error = next(source.liquid, "error");
    void source.liquid.migrate(target.liquid.id);
    expect(await error).toMatchObject({ code: "too_large", message: expect.stringContaining("Liquid:MaxBaseBytes") });
    expect(heard("base")).toBe(0);
  });

  test("a broadcast reaches all, whatever their bases", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, greeting("Ann"));
    const targets = [await openPage(relay, greeting("Bob")), await openPage(relay, greeting("Ann"))];
    source.find("li").textContent = "Bread";
    const receipts = await source.liquid.broadcast();
    expect(receipts.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect(targets.map(({ root }) => root.querySelector("li")!.textContent)).toEqual(["Bread", "Bread"]);
  });

  test("a mirror goes on with the base that was fetched once", async () => {
    const { source, target, heard } = await annAndBob();
    const first = next(target.liquid, "restored");
    const stop = source.liquid.mirror();
    await first;
    const fetched = heard("fetch");
    const second = next(target.liquid, "restored");
    source.find("li").textContent = "Bread";
    await second;
    expect(target.find("li").textContent).toBe("Bread");
    expect(target.find("p").textContent).toBe("Hello Bob");
    expect(heard("fetch")).toBe(fetched);
    stop();
  });
});
