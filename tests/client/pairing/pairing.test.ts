import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { Liquid, LiquidError } from "../../../client/src/index";
import type { Transport } from "../../../client/src/transport/transport";
import { next, openPage, putPage } from "../support/page";
import { MemoryRelay, quiet } from "../support/relay";

/** What the pages asked of the relay over HTTP, and what it answers. */
const asked: { method: string; path: string; body: unknown }[] = [];
let answer: () => Response;

beforeEach(() => {
  asked.length = 0;
  answer = () => new Response(null, { status: 204 });
  vi.stubGlobal("fetch", async (url: string, { method, body }: { method: string; body?: string }) => {
    asked.push({ method, path: new URL(url).pathname.replace(/^\/[^/]+/, ""), body: body && JSON.parse(body) });
    return answer();
  });
  onTestFinished(() => void vi.unstubAllGlobals());
});

const problem = (status: number, members: object) => () =>
  new Response(JSON.stringify(members), { status, headers: { "Content-Type": "application/problem+json" } });

async function opened() {
  const relay = new MemoryRelay();
  const { liquid } = await openPage(relay, "<p>Text</p>");
  return { relay, liquid };
}

test("an invitation is a code and links to this very page, where other devices reach it first", async () => {
  const { liquid } = await opened();
  const expires = "2026-11-20T12:02:00+00:00";
  const origins = ["http://192.168.1.20:5080"];
  answer = () => Response.json({ code: "7KQ2ZM", link: "http://relay.example/", expires, origins });
  const { origin, pathname, search } = location;
  const links = [...origins, origin].map(at => `${at}${pathname}${search}#liquid=7KQ2ZM`);
  expect(await liquid.pair()).toEqual({ code: "7KQ2ZM", links, expires });
  expect(asked).toEqual([{ method: "POST", path: "/pair", body: undefined }]);
});

test("who joins connects anew, and is there when join resolves", async () => {
  const { relay, liquid } = await opened();
  const disconnected = next(liquid, "disconnected");
  await liquid.join("7kq-2zm");
  const { code } = await disconnected;
  expect(code).toBe(4002);
  expect(liquid.connected).toBe(true);
  expect(relay.heard.filter(({ type }) => type === "hello").length).toBe(2);
  expect(asked).toEqual([{ method: "POST", path: "/pair/join", body: { code: "7kq-2zm" } }]);
});

test("a page whose relay is not there joins as soon as it has the ticket", async () => {
  const { relay, liquid } = await opened();
  relay.down = true;
  relay.cut(liquid.id);
  relay.down = false;
  await liquid.join("7KQ2ZM");
  expect(liquid.connected).toBe(true);
});

test("who was taken out joins another space as somebody new", async () => {
  const { relay, liquid } = await opened();
  const former = liquid.id;
  relay.cut(former, 4106, "device_removed");
  await expect(liquid.broadcast()).rejects.toMatchObject({ code: "removed" });
  await liquid.join("7KQ2ZM");
  expect(liquid.connected).toBe(true);
  expect(liquid.id).not.toBe(former);
  expect(await liquid.broadcast()).toEqual([]);
});

test("a page that was stopped does not come back by joining", async () => {
  const { relay, liquid } = await opened();
  liquid.stop();
  await expect(liquid.join("7KQ2ZM")).rejects.toMatchObject({ code: "stopped" });
  expect(relay.heard.filter(({ type }) => type === "hello").length).toBe(1);
});

test("a refusal says what the relay said, and when to come again", async () => {
  const { liquid } = await opened();
  answer = problem(429, { code: "rate_limited", detail: "Come again later.", retryable: true, retryAfterMs: 6000 });
  const error = await liquid.join("AAAAAA").catch(error => error);
  expect(error).toBeInstanceOf(LiquidError);
  expect(error).toMatchObject({
    code: "rate_limited",
    message: "Come again later.",
    retryable: true,
    retryAfterMs: 6000,
  });
  answer = problem(404, { code: "unknown_code", detail: "Ask for a new one.", retryable: false });
  await expect(liquid.join("AAAAAA")).rejects.toMatchObject({ code: "unknown_code", retryable: false });
  answer = () => new Response("Bad Gateway", { status: 502 });
  await expect(liquid.devices()).rejects.toMatchObject({ code: "failed", message: expect.stringContaining("502") });
  answer = () => {
    throw new TypeError("Failed to fetch");
  };
  await expect(liquid.leave()).rejects.toMatchObject({ code: "unavailable", retryable: true });
  expect(liquid.connected).toBe(true);
});

test("devices are listed and taken out by their ids", async () => {
  const { liquid } = await opened();
  const devices = [{ id: "a/b", name: "Phone", added: "2026-11-20T12:02:00+00:00", self: false }];
  answer = () => Response.json(devices);
  expect(await liquid.devices()).toEqual(devices);
  answer = () => new Response(null, { status: 204 });
  await liquid.removeDevice("a/b");
  await liquid.leave();
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /devices",
    "DELETE /devices/a%2Fb",
    "POST /leave",
  ]);
});

test("a browser that keeps no ticket is told so once it was given three", async () => {
  const ticketsOnly: Transport = {
    open: events => queueMicrotask(() => events.closed(4002, "ticket")),
    send() {},
    close() {},
  };
  const start = Liquid.start({ url: "/tickets", root: putPage("<p>Text</p>"), transport: ticketsOnly });
  await expect(start).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining("cookies") });
});

test("a link asks first, joins if the person wants it, and leaves no code in the address", async () => {
  const confirmed = vi.fn(() => false);
  vi.stubGlobal("confirm", confirmed);
  const { liquid } = await opened();
  onTestFinished(() => history.replaceState(null, "", location.href.split("#")[0]));

  const declined = once("hashchange");
  location.hash = "#liquid=7KQ2ZM";
  await declined;
  await vi.waitFor(() => expect(confirmed).toHaveBeenCalledWith(expect.stringContaining("7KQ2ZM")));
  await quiet();
  expect(location.hash).toBe("");
  expect(asked).toEqual([]);

  confirmed.mockReturnValue(true);
  const connected = next(liquid, "connected");
  location.hash = "#liquid=8KQ2ZM";
  await connected;
  expect(location.hash).toBe("");
  expect(asked).toEqual([{ method: "POST", path: "/pair/join", body: { code: "8KQ2ZM" } }]);
});

const once = (type: string) => new Promise(resolve => addEventListener(type, resolve, { once: true }));
