import { describe, expect, test } from "vitest";
import type { Receiving } from "../../../client/src/index";
import { next, openPage, type Page } from "../support/page";
import { MemoryRelay, quiet } from "../support/relay";

async function twoPages() {
  const relay = new MemoryRelay();
  const page = "<input><p>Text</p>";
  return { relay, source: await openPage(relay, page), target: await openPage(relay, page) };
}

function type({ find }: Page, value: string): void {
  const field = find<HTMLInputElement>("input");
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function receivings({ liquid }: Page): Receiving[] {
  const heard: Receiving[] = [];
  liquid.addEventListener("receiving", ({ detail }) => heard.push(detail));
  return heard;
}

describe("a reason to ask the person", () => {
  test("is what they did, unless they trust the sender", async () => {
    const { source, target } = await twoPages();
    const heard = receivings(target);
    await source.liquid.migrate(target.liquid.id);
    type(target, "mine");
    await source.liquid.migrate(target.liquid.id);
    target.liquid.trust(source.liquid.id, true);
    expect(target.liquid.trusted()).toEqual([source.liquid.id]);
    type(target, "mine");
    await source.liquid.migrate(target.liquid.id);
    target.liquid.trust(source.liquid.id, false);
    expect(target.liquid.trusted()).toEqual([]);
    type(target, "mine");
    await source.liquid.migrate(target.liquid.id);
    expect(heard.map(({ ask }) => ask)).toEqual([false, true, false, true]);
    expect(heard.map(({ changes }) => changes)).toEqual([0, 1, 1, 1]);
  });

  test("is none in a mirror that they follow", async () => {
    const { source, target } = await twoPages();
    const heard = receivings(target);
    const followed = next(target.liquid, "restored");
    const stop = source.liquid.mirror();
    await followed;
    type(target, "mine");
    const again = next(target.liquid, "restored");
    source.find("p").textContent = "Changed";
    await again;
    stop();
    expect(heard.at(-1)).toMatchObject({ changes: 1, ask: false });
  });
});

test("a mirror that somebody declines is declined once, not at every change", async () => {
  const { source, target } = await twoPages();
  const heard = receivings(target);
  target.liquid.addEventListener("receiving", event => event.preventDefault());
  const declined = next(source.liquid, "receipt");
  const stop = source.liquid.mirror();
  expect(await declined).toMatchObject({ reason: "declined" });
  const again = next(source.liquid, "receipt");
  source.find("p").textContent = "Changed";
  expect(await again).toMatchObject({ reason: "declined" });
  expect(heard).toHaveLength(1);
  stop();
  await quiet();
});

test("a name that a person gives is that of this browser's next pages too", async () => {
  const relay = new MemoryRelay();
  const first = await openPage(relay, "<p>Text</p>", { url: "/named" });
  await first.liquid.rename("Kitchen");
  first.liquid.stop();
  const second = await openPage(relay, "<p>Text</p>", { url: "/named", name: "Browser" });
  expect(second.liquid.name).toBe("Kitchen");
  localStorage.clear();
});
