import { expect, test } from "vitest";
import { Liquid } from "../../../client/src/index";
import { next, openPage, putPage } from "../support/page";
import { MemoryRelay } from "../support/relay";

/** Leaves the page as a browser does before a reload. */
const leave = () => dispatchEvent(new PageTransitionEvent("pagehide"));
const comeBack = () => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));

test("an instance keeps id, name and place in the log across a reload", async () => {
  const relay = new MemoryRelay();
  const url = "/reloaded";
  const source = await openPage(relay, "<p>Text</p>");
  const before = await openPage(relay, "<p>Text</p>", { url });
  await before.liquid.rename("Kitchen");
  await source.liquid.migrate(before.liquid.id);
  leave();
  const id = before.liquid.id;
  before.liquid.stop();
  source.find("p").textContent = "Sent while it was away";
  comeBack();
  await next(source.liquid, "connected");
  await source.liquid.migrate(id);
  const root = putPage("<p>Text</p>");
  const after = await Liquid.start({ url, root, transport: relay.transport() });
  expect([after.id, after.name]).toEqual([id, "Kitchen"]);
  await next(after, "restored");
  expect(root.textContent).toBe("Sent while it was away");
  after.stop();
});

test("while a page runs its identity is not stored, so a duplicated tab becomes somebody new", async () => {
  const relay = new MemoryRelay();
  const url = "/duplicated";
  const first = await openPage(relay, "<p>Text</p>", { url });
  leave();
  comeBack();
  await next(first.liquid, "connected");
  const second = await openPage(relay, "<p>Text</p>", { url });
  expect(second.liquid.id).not.toBe(first.liquid.id);
});

test("a page that the browser kept aside comes back as itself, and sends what waited", async () => {
  const relay = new MemoryRelay();
  const target = await openPage(relay, "<p>Text</p>");
  const source = await openPage(relay, "<p>Text</p>");
  const { id } = source.liquid;
  leave();
  source.find("p").textContent = "Changed";
  const receipt = source.liquid.migrate(target.liquid.id);
  expect(source.liquid.connected).toBe(false);
  comeBack();
  expect(await receipt).toMatchObject({ from: target.liquid.id, status: "applied" });
  expect(source.liquid.id).toBe(id);
});

test("what another page in this tab sent meanwhile is not taken for what waits here", async () => {
  const relay = new MemoryRelay();
  const url = "/visited";
  const target = await openPage(relay, "<p>Text</p>");
  const kept = await openPage(relay, "<p>Text</p>", { url });
  leave();
  const waiting = kept.liquid.migrate(target.liquid.id);
  dispatchEvent(new PageTransitionEvent("pageshow", { persisted: false }));
  const other = await openPage(relay, "<p>Text</p>", { url });
  expect(other.liquid.id).toBe(kept.liquid.id);
  other.find("p").textContent = "From the other page";
  await other.liquid.migrate(target.liquid.id);
  leave();
  comeBack();
  expect(await waiting).toMatchObject({ id: 2 });
});

test.each(["", "null", "{", `{"id":5}`, `{"id":"x","key":"y","sent":-1,"cursor":0}`])(
  "a stored identity that is none (%s) makes somebody new",
  async stored => {
    const url = `/broken-${stored.length}`;
    sessionStorage.setItem(`liquid ${new URL(url, location.href)}`, stored);
    const { liquid } = await openPage(new MemoryRelay(), "<p>Text</p>", { url });
    expect(liquid.id).toMatch(/^[\w-]{22}$/);
    expect(sessionStorage.getItem(`liquid ${new URL(url, location.href)}`)).toBeNull();
  },
);
