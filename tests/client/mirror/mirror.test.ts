import { expect, test, vi } from "vitest";
import { next, openPage, type Page } from "../support/page";
import { MemoryRelay } from "../support/relay";

const PAGE = `<input><input id="second"><div style="height:40px;overflow:auto"><p style="height:400px">Text</p></div>`;

async function pages(count: number) {
  const relay = new MemoryRelay();
  const opened: Page[] = [];
  for (let number = 0; number < count; number++) opened.push(await openPage(relay, PAGE));
  const [source, target] = opened as [Page, Page];
  return { relay, source, target, opened };
}

const migrations = (relay: MemoryRelay) =>
  relay.heard.flatMap(envelope => (envelope.type === "send" && envelope.kind === "migration" ? [envelope] : []));

/** Two frames: whatever a mirror wanted to send has left. */
const frames = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));

test("a mirror brings all others to this page's state now and at every change", async () => {
  const { source, opened } = await pages(3);
  source.find("p").textContent = "Before";
  const texts = () => opened.map(page => page.find("p").textContent);
  source.liquid.mirror();
  await vi.waitFor(() => expect(texts()).toEqual(["Before", "Before", "Before"]));
  source.find("p").textContent = "After";
  await vi.waitFor(() => expect(texts()).toEqual(["After", "After", "After"]));
});

test("changes of one frame go in one message, and none goes where nothing changed", async () => {
  const { relay, source, target } = await pages(2);
  source.liquid.mirror();
  await next(target.liquid, "restored");
  for (let number = 0; number < 50; number++) source.find("p").textContent = `Text ${number}`;
  await next(target.liquid, "restored");
  source.find("p").textContent = "Other";
  source.find("p").textContent = "Text 49";
  await frames();
  expect(target.find("p").textContent).toBe("Text 49");
  expect(migrations(relay).length).toBe(2);
});

test("stopped, it sends no more", async () => {
  const { relay, source, target } = await pages(2);
  const stop = source.liquid.mirror();
  await next(target.liquid, "restored");
  source.find("p").textContent = "Changed";
  stop();
  await frames();
  expect(migrations(relay).length).toBe(1);
});

test("while the relay is slow one message is under way, and the next brings the newest state", async () => {
  const { relay, source, target } = await pages(2);
  relay.forgetful = true;
  source.liquid.mirror();
  await next(target.liquid, "restored");
  for (const text of ["One", "Two", "Three"]) {
    source.find("p").textContent = text;
    await frames();
  }
  expect(migrations(relay).length).toBe(1);
  relay.forgetful = false;
  const arrived = next(target.liquid, "restored");
  // The relay's word was lost with the connection; the page hears of it when it is back.
  relay.cut(source.liquid.id);
  await frames();
  dispatchEvent(new Event("online"));
  await arrived;
  await vi.waitFor(() => expect(target.find("p").textContent).toBe("Three"));
});

test("two mirrors follow each other and fall silent when nothing changes", async () => {
  const { relay, source, target } = await pages(2);
  source.liquid.mirror();
  await next(target.liquid, "restored");
  target.liquid.mirror();
  await next(source.liquid, "restored");
  source.find("p").textContent = "From the first";
  await next(target.liquid, "restored");
  target.find("input").setAttribute("title", "From the second");
  await next(source.liquid, "restored");
  const sent = migrations(relay).length;
  await frames();
  await frames();
  expect(migrations(relay).length).toBe(sent);
  expect(source.find("input").title).toBe("From the second");
  expect(target.find("p").textContent).toBe("From the first");
});

test("focus and scroll of the others stay unless they change here", async () => {
  const { source, target } = await pages(2);
  const scrolled = target.find("div");
  source.liquid.mirror();
  await next(target.liquid, "restored");
  scrolled.scrollTop = 50;
  source.find("p").textContent = "Changed";
  await next(target.liquid, "restored");
  expect(scrolled.scrollTop).toBe(50);
  source.find("div").scrollTop = 120;
  await vi.waitFor(() => expect(scrolled.scrollTop).toBe(120));
});

test("one who comes later gets the current state", async () => {
  const { relay, source } = await pages(1);
  source.find("p").textContent = "Changed";
  source.liquid.mirror();
  await next(source.liquid, "sent");
  const late = await openPage(relay, PAGE);
  await vi.waitFor(() => expect(late.find("p").textContent).toBe("Changed"));
});

test("undo goes back to before all that a mirror sent in a row", async () => {
  const { source, target } = await pages(2);
  target.find("p").textContent = "Mine";
  source.liquid.mirror();
  for (const text of ["One", "Two", "Three"]) {
    source.find("p").textContent = text;
    await next(target.liquid, "restored");
  }
  target.liquid.undo();
  expect(target.find("p").textContent).toBe("Mine");
});

test("undo goes back to what a person did here between two that a mirror sent", async () => {
  const { source, target } = await pages(2);
  source.liquid.mirror();
  await next(target.liquid, "restored");
  const field = target.find<HTMLInputElement>("input");
  field.value = "half a sent";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  for (const top of [30, 60, 90]) {
    source.find("div").scrollTop = top;
    await next(target.liquid, "restored");
    await frames();
  }
  expect(field.value).toBe("");
  target.liquid.undo();
  expect(field.value).toBe("half a sent");
});

test("a send that fails is an error event, and is tried again when the relay says so", async () => {
  const { relay, source, target } = await pages(2);
  relay.refusal = { code: "unavailable", message: "Later.", retryable: true, retryAfterMs: 1 };
  source.find("p").textContent = "Changed";
  const error = next(source.liquid, "error");
  source.liquid.mirror();
  expect(await error).toMatchObject({ code: "unavailable", retryable: true });
  await vi.waitFor(() => expect(target.find("p").textContent).toBe("Changed"));
});
