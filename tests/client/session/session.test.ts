import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Hello, Send } from "../../../client/src/messages/envelope";
import { next, openPage } from "../support/page";
import { MemoryRelay, quiet } from "../support/relay";

const hellos = (relay: MemoryRelay, id: string) =>
  relay.heard.filter((envelope): envelope is Hello => envelope.type === "hello" && envelope.instance === id);
const sends = (relay: MemoryRelay) =>
  relay.heard.filter((envelope): envelope is Send => envelope.type === "send" && envelope.kind === "migration");

async function twoPages() {
  const relay = new MemoryRelay();
  const page = "<p>Text</p>";
  return { relay, source: await openPage(relay, page), target: await openPage(relay, page) };
}

const reconnect = () => dispatchEvent(new Event("online"));

test("after a cut, an instance comes back as itself and goes on where it was", async () => {
  const { relay, source, target } = await twoPages();
  await source.liquid.migrate(target.liquid.id);
  const disconnected = next(target.liquid, "disconnected");
  relay.cut(target.liquid.id);
  expect(await disconnected).toEqual({ code: 1006, reason: "" });
  const connected = next(target.liquid, "connected");
  reconnect();
  expect(await connected).toEqual({ id: target.liquid.id });
  const [first, second] = hellos(relay, target.liquid.id);
  expect(first).not.toHaveProperty("cursor");
  expect(second).toMatchObject({ key: first!.key, cursor: 1, epoch: relay.epoch });
});

test("what was sent and not committed before a cut is sent again under its number", async () => {
  const { relay, source, target } = await twoPages();
  source.find("p").textContent = "Changed";
  const receipt = source.liquid.migrate(target.liquid.id);
  relay.cut(source.liquid.id);
  await next(source.liquid, "disconnected");
  reconnect();
  expect(await receipt).toMatchObject({ id: 1, status: "applied" });
  expect(target.find("p").textContent).toBe("Changed");
});

test("what the relay committed before a cut is not sent again", async () => {
  const { relay, source, target } = await twoPages();
  relay.forgetful = true;
  const receipt = source.liquid.migrate(target.liquid.id);
  await next(target.liquid, "restored");
  relay.cut(source.liquid.id);
  await next(source.liquid, "disconnected");
  reconnect();
  expect(await receipt).toMatchObject({ status: "applied" });
  expect(sends(relay).length).toBe(1);
});

test("a message that comes again is dropped and acknowledged again", async () => {
  const { relay, source, target } = await twoPages();
  await source.liquid.migrate(target.liquid.id);
  target.liquid.addEventListener("received", () => expect.unreachable("applied twice"));
  const again = { type: "message", number: 1, from: source.liquid.id, id: 1, kind: "migration", at: "" };
  relay.say(target.liquid.id, `${JSON.stringify(again)}\n{}`);
  await vi.waitFor(() => expect(relay.heard.filter(({ type }) => type === "ack").at(-1)).toMatchObject({ cursor: 1 }));
});

test("when the relay was started again under another epoch numbers go on", async () => {
  const { relay, source, target } = await twoPages();
  await source.liquid.migrate(target.liquid.id);
  const again = { type: "message", number: 1, from: source.liquid.id, id: 1, kind: "migration", at: "" };
  relay.renew("epoch-2");
  await next(target.liquid, "disconnected");
  reconnect();
  await next(target.liquid, "connected");
  let received = 0;
  target.liquid.addEventListener("received", () => received++);
  relay.say(target.liquid.id, `${JSON.stringify(again)}\n{}`);
  await vi.waitFor(() => expect(relay.heard.filter(({ type }) => type === "ack").at(-1)).toMatchObject({ cursor: 1 }));
  expect(received).toBe(0);
});

test("in another life of the relay numbers start anew", async () => {
  const { relay, source, target } = await twoPages();
  await source.liquid.migrate(target.liquid.id);
  await source.liquid.migrate(target.liquid.id);
  relay.restart("epoch-2");
  await next(target.liquid, "disconnected");
  reconnect();
  await Promise.all([next(source.liquid, "connected"), next(target.liquid, "connected")]);
  source.find("p").textContent = "Changed";
  expect(await source.liquid.migrate(target.liquid.id)).toMatchObject({ status: "applied" });
  expect(target.find("p").textContent).toBe("Changed");
});

test("an id that belongs to another key is given up for a new one", async () => {
  const { relay, source, target } = await twoPages();
  const former = source.liquid.id;
  const connected = next(source.liquid, "connected");
  relay.cut(former, 4104, "wrong_key");
  const { id } = await connected;
  expect(id).not.toBe(former);
  expect(source.liquid.id).toBe(id);
  expect(await source.liquid.migrate(target.liquid.id)).toMatchObject({ status: "applied" });
});

test("an instance that was replaced stays away and says how to come back", async () => {
  const { relay, source, target } = await twoPages();
  const disconnected = next(source.liquid, "disconnected");
  relay.cut(source.liquid.id, 4102, "replaced");
  const { code, error } = await disconnected;
  expect(code).toBe(4102);
  expect(error).toMatchObject({ code: "replaced", message: expect.stringContaining("Reload the page") });
  reconnect();
  expect(hellos(relay, source.liquid.id).length).toBe(1);
  await expect(source.liquid.migrate(target.liquid.id)).rejects.toBe(error);
});

describe("silence", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
  });

  const pings = (relay: MemoryRelay) => relay.heard.filter(({ type }) => type === "ping").length;

  test("of half of what the relay bears is broken by a ping", async () => {
    const relay = new MemoryRelay();
    const { liquid } = await openPage(relay, "<p>Text</p>");
    for (let turn = 0; turn < 6; turn++) {
      vi.advanceTimersByTime(30_000);
      await quiet();
    }
    expect(pings(relay)).toBeGreaterThanOrEqual(5);
    expect(liquid.connected).toBe(true);
  });

  test("of a relay that answers no ping ends the connection", async () => {
    const relay = new MemoryRelay();
    const { liquid } = await openPage(relay, "<p>Text</p>");
    relay.dead = true;
    const disconnected = next(liquid, "disconnected");
    vi.advanceTimersByTime(100_000);
    expect(await disconnected).toEqual({ code: 4000, reason: "silent" });
  });
});

test("a frame that cannot be read is an error event; an unknown type is passed over", async () => {
  const { relay, source } = await twoPages();
  const error = next(source.liquid, "error");
  relay.say(source.liquid.id, `{"type":"novelty"}`);
  relay.say(source.liquid.id, `{"type":"sent"}`);
  expect(await error).toMatchObject({ code: "bad_message" });
  expect(source.liquid.connected).toBe(true);
});

test("a complaint of the relay about nothing in particular is an error event", async () => {
  const { relay, source } = await twoPages();
  const error = next(source.liquid, "error");
  relay.say(source.liquid.id, `{"type":"error","code":"novel","message":"Careful.","retryable":false}`);
  expect(await error).toMatchObject({ name: "LiquidError", code: "novel", message: "Careful." });
});
