import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Liquid, LiquidError } from "../../client/src/index";
import { next, openPage } from "./support/page";
import { MemoryRelay, quiet } from "./support/relay";

const LIST = `<ul><li>Milk</li></ul>`;

function add(root: HTMLElement, text: string) {
  const item = document.createElement("li");
  item.textContent = text;
  root.querySelector("ul")!.append(item);
}

const items = (root: HTMLElement) => [...root.querySelectorAll("li")].map(item => item.textContent);

describe("starting", () => {
  test.each([
    ["not a url", "http://"],
    ["another protocol", "ftp://x/"],
    ["a number", 5],
  ])("with %s as address is a TypeError that shows one", async (_, url) => {
    await expect(Liquid.start({ url: url as string })).rejects.toThrow(/address of a relay, such as "\/liquid"/);
  });

  test("with a name that is too long, a root that is none or a transport that is none is a TypeError", async () => {
    await expect(Liquid.start({ name: "x".repeat(81) })).rejects.toThrow(TypeError);
    await expect(Liquid.start({ root: "main" as never })).rejects.toThrow(TypeError);
    await expect(Liquid.start({ transport: {} as never })).rejects.toThrow(TypeError);
  });

  test("twice on one page is refused, and allowed again after stop", async () => {
    const relay = new MemoryRelay();
    const { liquid, root } = await openPage(relay, LIST);
    const again = () => Liquid.start({ root, transport: relay.transport() });
    await expect(again()).rejects.toMatchObject({ code: "already_started" });
    liquid.stop();
    (await again()).stop();
  });

  test("joins the space under a readable name", async () => {
    const { liquid } = await openPage(new MemoryRelay(), LIST);
    const page = location.href.split("#")[0];
    expect(liquid.connected).toBe(true);
    expect(liquid.id).toMatch(/^[\w-]{22}$/);
    expect(liquid.name).toMatch(/^\S.* on \S.*$/);
    const kind = "desktop";
    expect(await liquid.instances()).toEqual([
      { id: liquid.id, name: liquid.name, page, kind, online: true, self: true },
    ]);
  });

  test("goes on without a relay, and what is sent then goes when it is back", async () => {
    const relay = new MemoryRelay();
    const target = await openPage(relay, LIST);
    relay.down = true;
    const source = await openPage(relay, LIST);
    expect(source.liquid.connected).toBe(false);
    add(source.root, "Bread");
    const receipt = source.liquid.migrate(target.liquid.id);
    relay.down = false;
    dispatchEvent(new Event("online"));
    expect(await receipt).toMatchObject({ status: "applied", from: target.liquid.id });
    expect(items(target.root)).toEqual(["Milk", "Bread"]);
  });
});

describe("instances", () => {
  test("have distinct names, in the same order for everyone", async () => {
    const relay = new MemoryRelay();
    const pages = [];
    for (const name of ["Kitchen", "Kitchen", "Kitchen 2"]) pages.push(await openPage(relay, LIST, { name }));
    for (const { liquid } of pages) {
      const instances = await liquid.instances();
      expect(instances.map(instance => instance.name)).toEqual(["Kitchen", "Kitchen 2", "Kitchen 2 2"]);
      expect(instances.filter(instance => instance.self).map(({ id }) => id)).toEqual([liquid.id]);
    }
  });

  test("that come, are renamed and leave are told", async () => {
    const relay = new MemoryRelay();
    const first = await openPage(relay, LIST, { name: "First" });
    const second = await openPage(relay, LIST, { name: "Second" });
    const renamed = next(first.liquid, "instances");
    await second.liquid.rename("Kitchen");
    expect((await renamed).map(({ name }) => name)).toEqual(["First", "Kitchen"]);
    expect(second.liquid.name).toBe("Kitchen");
    expect((await second.liquid.instances())[1]).toMatchObject({ name: "Kitchen", self: true });
    const left = next(first.liquid, "instances");
    second.liquid.stop();
    expect((await left).map(({ online }) => online)).toEqual([true, false]);
  });

  test.each([" ", "x".repeat(81), "a\0b", "line\nline", "\ud800"])("are not called %j", async name => {
    const { liquid } = await openPage(new MemoryRelay(), LIST);
    await expect(liquid.rename(name)).rejects.toThrow(TypeError);
  });
});

describe("migrating", () => {
  test("brings another page to the state of this one, and resolves with its receipt", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, LIST);
    const target = await openPage(relay, LIST);
    add(source.root, "Bread");
    add(target.root, "To be replaced");
    const sent = next(source.liquid, "sent");
    const receipt = await source.liquid.migrate(target.liquid.id);
    expect(items(target.root)).toEqual(["Milk", "Bread"]);
    expect(receipt).toMatchObject({ from: target.liquid.id, status: "applied", leftOut: [] });
    expect(receipt.applied).toBeGreaterThan(0);
    expect(await sent).toEqual({ id: receipt.id, to: target.liquid.id, targets: 1, online: 1 });
  });

  test("tells the target who sent it, then that it is in place", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, LIST, { name: "Laptop" });
    const target = await openPage(relay, LIST);
    const order: string[] = [];
    target.liquid.addEventListener("received", () => order.push("received"));
    target.liquid.addEventListener("restored", () => order.push("restored"));
    const received = next(target.liquid, "received");
    const restored = next(target.liquid, "restored");
    add(source.root, "Bread");
    await source.liquid.migrate(target.liquid.id);
    expect(await received).toMatchObject({ from: source.liquid.id, name: "Laptop", status: "applied" });
    expect(await restored).toEqual({ from: source.liquid.id });
    expect(order).toEqual(["received", "restored"]);
  });

  test("to one that is away says so at once, and its receipt comes as an event", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, LIST);
    const target = await openPage(relay, LIST);
    relay.cut(target.liquid.id);
    add(source.root, "Bread");
    const receipt = await source.liquid.migrate(target.liquid.id);
    expect(receipt).toMatchObject({ from: target.liquid.id, status: "waiting", applied: 0 });
    const late = next(source.liquid, "receipt");
    dispatchEvent(new Event("online"));
    expect(await late).toMatchObject({ from: target.liquid.id, id: receipt.id, status: "applied" });
    expect(items(target.root)).toEqual(["Milk", "Bread"]);
  });

  test("to one that leaves before it answers says that it waits", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, LIST);
    const target = await openPage(relay, LIST);
    relay.muted.add(target.liquid.id);
    source.liquid.addEventListener("sent", () => relay.cut(target.liquid.id));
    expect(await source.liquid.migrate(target.liquid.id)).toMatchObject({ status: "waiting" });
  });

  test("to one that is there and silent says after 30 s that it waits", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, LIST);
    const target = await openPage(relay, LIST);
    relay.muted.add(target.liquid.id);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const receipt = source.liquid.migrate(target.liquid.id);
    await quiet();
    await vi.advanceTimersByTimeAsync(29_900);
    expect(await Promise.race([receipt, "nothing yet"])).toBe("nothing yet");
    await vi.advanceTimersByTimeAsync(200);
    expect(await receipt).toMatchObject({ status: "waiting" });
  });

  test("to nobody of the space is refused with what to do", async () => {
    const { liquid } = await openPage(new MemoryRelay(), LIST);
    await expect(liquid.migrate("x".repeat(22))).rejects.toMatchObject({ code: "unknown_target", retryable: false });
    await expect(liquid.migrate("kitchen")).rejects.toThrow(/Choose another of instances\(\)/);
    await expect(liquid.migrate(liquid.id)).rejects.toThrow(/this page itself/);
    await expect(liquid.migrate(5 as never)).rejects.toThrow(TypeError);
  });

  test("what is larger than the relay takes fails before it is sent, and breaks nothing", async () => {
    const relay = new MemoryRelay();
    relay.limits = { body: 500, base: 500, idle: 60, name: 80 };
    const source = await openPage(relay, LIST);
    const target = await openPage(relay, LIST);
    add(source.root, "é".repeat(300));
    const failure = await source.liquid.migrate(target.liquid.id).catch(error => error);
    expect(failure).toBeInstanceOf(LiquidError);
    expect(failure).toMatchObject({ code: "too_large", retryable: false });
    expect(failure.message).toMatch(/data-liquid-ignore, or raise Liquid:MaxBodyBytes/);
    expect(relay.heard.filter(({ type }) => type === "send")).toEqual([]);
    source.root.querySelector("li:last-child")!.remove();
    expect(await source.liquid.migrate(target.liquid.id)).toMatchObject({ status: "applied" });
  });

  test("passes on the relay's refusal with when to try again", async () => {
    const relay = new MemoryRelay();
    const { liquid } = await openPage(relay, LIST);
    relay.refusal = { code: "unavailable", message: "Later.", retryable: true, retryAfterMs: 250 };
    await expect(liquid.broadcast()).rejects.toMatchObject({
      code: "unavailable",
      message: "Later.",
      retryable: true,
      retryAfterMs: 250,
    });
  });
});

describe("broadcasting", () => {
  test("resolves with one receipt for each that is online", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, LIST);
    const targets = [await openPage(relay, LIST), await openPage(relay, LIST), await openPage(relay, LIST)];
    relay.cut(targets[2]!.liquid.id);
    add(source.root, "Bread");
    const receipts = await source.liquid.broadcast();
    const answered = targets.slice(0, 2).map(({ liquid }) => liquid.id);
    expect(receipts.map(({ from }) => from).sort()).toEqual(answered.sort());
    expect(receipts.every(({ status }) => status === "applied")).toBe(true);
    expect(items(targets[1]!.root)).toEqual(["Milk", "Bread"]);
  });

  test("to nobody resolves with no receipt", async () => {
    const { liquid } = await openPage(new MemoryRelay(), LIST);
    expect(await liquid.broadcast()).toEqual([]);
  });

  test("counts one that leaves before it answers as waiting", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, LIST);
    const target = await openPage(relay, LIST);
    const leaving = await openPage(relay, LIST);
    relay.muted.add(leaving.liquid.id);
    source.liquid.addEventListener("sent", () => relay.cut(leaving.liquid.id));
    const receipts = await source.liquid.broadcast();
    const statuses = Object.fromEntries(receipts.map(({ from, status }) => [from, status]));
    expect(statuses).toEqual({ [target.liquid.id]: "applied", [leaving.liquid.id]: "waiting" });
  });
});

test("what has no place on a page of another base is a remark", async () => {
  const relay = new MemoryRelay();
  const source = await openPage(relay, LIST);
  const target = await openPage(relay, `<ol><li>Other</li></ol>`);
  add(source.root, "Bread");
  const receipt = await source.liquid.migrate(target.liquid.id);
  expect(receipt).toMatchObject({ status: "applied", applied: 0, leftOut: [{ reason: "no_counterpart" }] });
  expect(items(target.root)).toEqual(["Other"]);
});

test("after stop, what waits and what is sent is rejected, and the page stays as it is", async () => {
  const relay = new MemoryRelay();
  const target = await openPage(relay, LIST);
  relay.down = true;
  const { liquid } = await openPage(relay, LIST);
  const waiting = liquid.migrate(target.liquid.id);
  liquid.stop();
  await expect(waiting).rejects.toMatchObject({ code: "stopped" });
  await expect(liquid.broadcast()).rejects.toMatchObject({ code: "stopped" });
});

test("a migration that a newer one took the place of is answered with the newer one's receipt", async () => {
  const relay = new MemoryRelay();
  const source = await openPage(relay, LIST);
  const target = await openPage(relay, LIST);
  relay.muted.add(target.liquid.id);
  const first = source.liquid.migrate(target.liquid.id);
  await next(source.liquid, "sent");
  add(source.root, "Bread");
  const second = source.liquid.migrate(target.liquid.id);
  const { id } = await next(source.liquid, "sent");
  relay.inject(target.liquid.id, source.liquid.id, "receipt", `{"status":"applied","applied":1,"leftOut":[]}`, id);
  expect(await second).toMatchObject({ status: "applied", id });
  expect(await first).toMatchObject({ status: "applied", id: id - 1 });
});
