import { describe, expect, onTestFinished, test } from "vitest";
import { Liquid } from "../../../client/src/index";
import { next, openPage, type Page, putPage } from "../support/page";
import { MemoryRelay, quiet } from "../support/relay";

const PAGE = `<input><ul><li>Milk</li></ul>`;

async function twoPages() {
  const relay = new MemoryRelay();
  return { relay, source: await openPage(relay, PAGE), target: await openPage(relay, PAGE) };
}

const items = ({ root }: Pick<Page, "root">) => [...root.querySelectorAll("li")].map(item => item.textContent);

/** Goes to a page and comes back to it as a reload does: the same markup anew, and what the tab keeps. */
async function reload(relay: MemoryRelay, url: string, former?: Page): Promise<Page> {
  dispatchEvent(new PageTransitionEvent("pagehide"));
  former?.liquid.stop();
  former?.root.remove();
  // The others of this window did not go.
  dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  const root = putPage(PAGE);
  const liquid = await Liquid.start({ url, root, transport: relay.transport() });
  onTestFinished(() => liquid.stop());
  await quiet();
  return { root, liquid, find: selector => root.querySelector(selector)! };
}

describe("changes", () => {
  test("are none on a page that was only loaded, or that changed by itself", async () => {
    const { source, target } = await twoPages();
    target.find("li").textContent = "By itself";
    const receiving = next(target.liquid, "receiving");
    await source.liquid.migrate(target.liquid.id);
    expect((await receiving).changes).toBe(0);
  });

  test("are counted since the page was loaded, and since something last arrived", async () => {
    const { source, target } = await twoPages();
    const counts: number[] = [];
    target.liquid.addEventListener("receiving", ({ detail }) => counts.push(detail.changes));
    const type = (value: string) => {
      const field = target.find<HTMLInputElement>("input");
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    type("half a sent");
    target.find("li").textContent = "Bread";
    source.find("li").textContent = "Eggs";
    await source.liquid.migrate(target.liquid.id);
    await source.liquid.migrate(target.liquid.id);
    type("more");
    await source.liquid.migrate(target.liquid.id);
    expect(counts).toEqual([2, 0, 1]);
  });

  test("are none where somebody only looked around, whatever the page keeps by itself", async () => {
    const { source, target } = await twoPages();
    target.liquid.registerState("draft", { get: () => "kept", set: () => {} });
    target.find("li").textContent = "By itself";
    target.find("li").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    const receiving = next(target.liquid, "receiving");
    await source.liquid.migrate(target.liquid.id);
    expect((await receiving).changes).toBe(0);
  });

  test("that have gone elsewhere do not count: they are not lost", async () => {
    const { source, target } = await twoPages();
    const field = source.find<HTMLInputElement>("input");
    field.value = "mine";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await source.liquid.migrate(target.liquid.id);
    const counts: number[] = [];
    source.liquid.addEventListener("receiving", ({ detail }) => counts.push(detail.changes));
    await target.liquid.migrate(source.liquid.id);
    expect(counts).toEqual([0]);
  });

  test("made before an undo count again after it", async () => {
    const { source, target } = await twoPages();
    target.find<HTMLInputElement>("input").value = "mine";
    await source.liquid.migrate(target.liquid.id);
    target.liquid.undo();
    const receiving = next(target.liquid, "receiving");
    await source.liquid.migrate(target.liquid.id);
    expect((await receiving).changes).toBe(1);
  });
});

describe("what was here", () => {
  test("is kept five times, the newest first, and any of them comes back", async () => {
    const { source, target } = await twoPages();
    for (const text of ["1", "2", "3", "4", "5", "6"]) {
      source.find("li").textContent = text;
      await source.liquid.migrate(target.liquid.id);
    }
    expect(target.liquid.history().map(({ from }) => from)).toEqual(Array(5).fill(source.liquid.id));
    target.liquid.undo(3);
    expect(items(target)).toEqual(["2"]);
    expect(target.liquid.history().map(({ from }) => from === null)).toEqual([true, false, false, false, false]);
    target.liquid.undo();
    expect(items(target)).toEqual(["6"]);
  });

  test("outlives a reload", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, PAGE);
    const before = await reload(relay, "/kept");
    before.find<HTMLInputElement>("input").value = "half a sent";
    source.find("li").textContent = "Bread";
    await source.liquid.migrate(before.liquid.id);
    const after = await reload(relay, "/kept", before);
    expect(after.liquid.history()).toHaveLength(1);
    after.liquid.undo();
    expect(after.find<HTMLInputElement>("input").value).toBe("half a sent");
  });
});

describe("what waits", () => {
  test("for a target that is away is listed until it has arrived", async () => {
    const { relay, source, target } = await twoPages();
    relay.cut(target.liquid.id);
    source.find("li").textContent = "Bread";
    await source.liquid.migrate(target.liquid.id);
    expect(source.liquid.waiting()).toMatchObject([{ to: target.liquid.id, place: "relay" }]);
    const gone = next(source.liquid, "waiting");
    dispatchEvent(new Event("online"));
    expect(await gone).toEqual([]);
    expect(items(target)).toEqual(["Bread"]);
  });

  test("at the relay can be taken back: it never arrives", async () => {
    const { relay, source, target } = await twoPages();
    relay.cut(target.liquid.id);
    source.find("li").textContent = "Bread";
    await source.liquid.migrate(target.liquid.id);
    await source.liquid.cancel(target.liquid.id);
    expect(source.liquid.waiting()).toEqual([]);
    const back = next(target.liquid, "connected");
    dispatchEvent(new Event("online"));
    await back;
    await quiet();
    expect(items(target)).toEqual(["Milk"]);
    expect(target.liquid.history()).toEqual([]);
  });

  test("in the page can be taken back: the relay never hears of it", async () => {
    const { relay, source, target } = await twoPages();
    relay.down = true;
    relay.cut(source.liquid.id);
    await quiet();
    const sent = source.liquid.migrate(target.liquid.id);
    expect(source.liquid.waiting()).toMatchObject([{ to: target.liquid.id, place: "page" }]);
    await Promise.all([
      source.liquid.cancel(target.liquid.id),
      expect(sent).rejects.toMatchObject({ code: "canceled" }),
    ]);
    expect(source.liquid.waiting()).toEqual([]);
    relay.down = false;
    dispatchEvent(new Event("online"));
    await next(source.liquid, "connected");
    expect(relay.heard.filter(({ type }) => type === "send")).toEqual([]);
  });

  test("in the page outlives a reload, and goes when the relay is back", async () => {
    const relay = new MemoryRelay();
    const target = await openPage(relay, PAGE);
    const before = await reload(relay, "/waits");
    relay.down = true;
    relay.cut(before.liquid.id);
    await quiet();
    before.find("li").textContent = "Bread";
    before.liquid.migrate(target.liquid.id).catch(() => {});
    const after = await reload(relay, "/waits", before);
    expect(after.liquid.waiting()).toMatchObject([{ to: target.liquid.id, place: "page" }]);
    const restored = next(target.liquid, "restored");
    relay.down = false;
    dispatchEvent(new Event("online"));
    await restored;
    await quiet();
    expect(items(target)).toEqual(["Bread"]);
    expect(after.liquid.waiting()).toEqual([]);
  });
});

describe("what was moved", () => {
  test("comes back as it is there now, once", async () => {
    const { source, target } = await twoPages();
    source.find("li").textContent = "Bread";
    await source.liquid.migrate(target.liquid.id, { move: true });
    target.find("li").textContent = "Brown bread";
    const asked = next(target.liquid, "takenback");
    expect(await source.liquid.takeBack(target.liquid.id)).toBe(true);
    expect(items(source)).toEqual(["Brown bread"]);
    expect(await asked).toEqual({ from: source.liquid.id, name: source.liquid.name });
  });

  test("is not given to who only copied", async () => {
    const { source, target } = await twoPages();
    await source.liquid.migrate(target.liquid.id);
    let asked = false;
    target.liquid.addEventListener("takenback", () => {
      asked = true;
    });
    void source.liquid.takeBack(target.liquid.id);
    await quiet();
    expect(asked).toBe(false);
  });

  test("to one that is away does not arrive any more", async () => {
    const { relay, source, target } = await twoPages();
    relay.cut(target.liquid.id);
    source.find("li").textContent = "Bread";
    await source.liquid.migrate(target.liquid.id, { move: true });
    expect(await source.liquid.takeBack(target.liquid.id)).toBe(false);
    const back = next(target.liquid, "connected");
    dispatchEvent(new Event("online"));
    await back;
    await quiet();
    expect(items(target)).toEqual(["Milk"]);
  });
});

describe("a follower", () => {
  test("is told whose mirror it is, and when that is over", async () => {
    const { source, target } = await twoPages();
    const begun = next(target.liquid, "following");
    const stop = source.liquid.mirror();
    expect(await begun).toEqual({ from: source.liquid.id, name: expect.any(String) });
    expect(target.liquid.following).toBe(source.liquid.id);
    const over = next(target.liquid, "following");
    stop();
    expect(await over).toBe(null);
    expect(target.liquid.following).toBe(undefined);
  });

  test("may leave, and follows again what begins anew", async () => {
    const { source, target } = await twoPages();
    const begun = next(source.liquid, "receipt");
    const stop = source.liquid.mirror();
    await begun;
    target.liquid.unfollow();
    const declined = next(source.liquid, "receipt");
    source.find("li").textContent = "Bread";
    expect(await declined).toMatchObject({ status: "refused", reason: "declined" });
    expect(items(target)).toEqual(["Milk"]);
    stop();
    await quiet();
    const again = next(target.liquid, "restored");
    source.liquid.mirror();
    await again;
    expect(items(target)).toEqual(["Bread"]);
  });
});
