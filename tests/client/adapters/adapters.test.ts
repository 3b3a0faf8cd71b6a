import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Started } from "../../../client/src/adapters/attach";
import { next, openPage } from "../support/page";
import { MemoryRelay } from "../support/relay";
import { alpine } from "./samples/alpine";
import { preact, store } from "./samples/plain";
import { react } from "./samples/react";
import type { Mount } from "./samples/sample";
import { svelte } from "./samples/svelte";
import { vueList, vueReactive, vueRef } from "./samples/vue";

const console = globalThis.console;
const complaints = vi.fn();

beforeEach(() => {
  for (const level of ["warn", "error"] as const) vi.spyOn(console, level).mockImplementation(complaints);
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(complaints).not.toHaveBeenCalled();
  complaints.mockClear();
});

/** A page with the sample in it: what a person sees and does there. */
async function open(relay: MemoryRelay, mount: Mount) {
  const page = await openPage(relay, "<div data-liquid-owned></div>");
  const host = page.find("div");
  const shown = () => [...host.querySelectorAll("li")].map(item => item.textContent);
  return {
    ...page,
    unmount: async () => {},
    async mount(liquid: Started = page.liquid) {
      const unmount = mount(host, liquid);
      let isOver = false;
      this.unmount = async () => {
        if (!isOver) unmount();
        isOver = true;
        await expect.poll(() => host.querySelector("input")).toBeNull();
      };
      onTestFinished(this.unmount);
      await expect.poll(() => host.querySelector("input")).not.toBeNull();
    },
    type(text: string) {
      const input = page.find<HTMLInputElement>("input");
      input.focus();
      // As a person would, past what React put before the element's own.
      Reflect.set(HTMLInputElement.prototype, "value", text, input);
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    },
    async add(text?: string) {
      const { length } = shown();
      if (text !== undefined) this.type(text);
      page.find("button").click();
      await expect.poll(() => shown().length).toBe(length + 1);
    },
    shows: (...items: string[]) => expect.poll(shown).toEqual(items),
  };
}

async function openTwo(mount: Mount) {
  const relay = new MemoryRelay();
  const [a, b] = [await open(relay, mount), await open(relay, mount)];
  await a.mount();
  await b.mount();
  return { relay, a, b };
}

describe.each<[string, Mount]>([
  ["React", react],
  ["Vue, a ref", vueRef],
  ["Vue, a reactive object", vueReactive],
  ["Vue, a reactive list", vueList],
  ["Svelte", svelte],
  ["Preact's signals", preact],
  ["Alpine", alpine],
  ["a store", store],
])("%s", (_, mount) => {
  test("goes on with what arrived, there and back again", async () => {
    const { a, b } = await openTwo(mount);
    await a.add("Milk");
    await a.add("Bread");
    expect(await a.liquid.migrate(b.liquid.id)).toMatchObject({ status: "applied", leftOut: [] });
    await b.shows("Milk", "Bread");
    await b.add("Tea");
    expect((await b.liquid.migrate(a.liquid.id)).leftOut).toEqual([]);
    await a.shows("Milk", "Bread", "Tea");
    await a.add("Jam");
    await a.shows("Milk", "Bread", "Tea", "Jam");
    await b.shows("Milk", "Bread", "Tea");
  });

  test("has rendered before `restored`, and knows what was typed elsewhere", async () => {
    const { a, b } = await openTwo(mount);
    await a.add("Milk");
    a.type("half a sent");
    const seen = next(b.liquid, "restored").then(() => b.root.textContent!.replace("Add", "").trim());
    await a.liquid.migrate(b.liquid.id);
    expect(await seen).toBe("Milk");
    expect(b.find<HTMLInputElement>("input").value).toBe("half a sent");
    await b.add();
    await b.shows("Milk", "half a sent");
    expect(b.find<HTMLInputElement>("input").value).toBe("");
  });

  test("takes what is empty elsewhere for empty", async () => {
    const { a, b } = await openTwo(mount);
    await b.add("Mine");
    b.type("half");
    await a.liquid.migrate(b.liquid.id);
    await b.shows();
    await expect.poll(() => b.find<HTMLInputElement>("input").value).toBe("");
    b.liquid.undo();
    await b.shows("Mine");
    await expect.poll(() => b.find<HTMLInputElement>("input").value).toBe("half");
  });

  test("is mirrored at every change", async () => {
    const { a, b } = await openTwo(mount);
    onTestFinished(a.liquid.mirror());
    await a.add("Milk");
    await b.shows("Milk");
    await a.add("Bread");
    await b.shows("Milk", "Bread");
  });

  test("takes what arrived before it was there, and leaves with its component", async () => {
    const relay = new MemoryRelay();
    const [a, b] = [await open(relay, mount), await open(relay, mount)];
    await a.mount(Promise.resolve(a.liquid));
    await a.add("Milk");
    // Nothing waits for a field to be rendered then.
    a.find("input").blur();
    const missing = [{ reason: "unknown_state", what: "items" }];
    expect((await a.liquid.migrate(b.liquid.id)).leftOut).toEqual(missing);
    await b.mount();
    await b.shows("Milk");
    await b.unmount();
    expect((await a.liquid.migrate(b.liquid.id)).leftOut).toEqual(missing);
    await a.add("Bread");
    await b.liquid.migrate(a.liquid.id);
    await a.shows("Milk", "Bread");
  });
});
