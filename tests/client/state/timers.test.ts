import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { timers } from "../../../client/src/state/timers";
import { openPage } from "../support/page";
import { MemoryRelay } from "../support/relay";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** Takes the timers of one page to another as a migration does. */
const move = (from: ReturnType<typeof timers>, to: ReturnType<typeof timers>) => to.apply(from.read(false));

test("a timer calls its function by name, once or again and again", () => {
  const here = timers();
  const calls: unknown[] = [];
  here.register("tick", (...args: unknown[]) => calls.push(args));
  here.setTimeout("tick", 100, "once", 1);
  const again = here.setInterval("tick", 40, "again");
  vi.advanceTimersByTime(100);
  expect(calls).toEqual([["again"], ["again"], ["once", 1]]);
  here.clear(again);
  vi.advanceTimersByTime(1000);
  expect(calls.length).toBe(3);
});

test("arrives with the time that was left, under the same id", () => {
  const [here, there] = [timers(), timers()];
  const tick = vi.fn();
  here.register("tick", () => {});
  there.register("tick", tick);
  there.setTimeout("tick", 1000, "replaced");
  const interval = here.setInterval("tick", 100, "i");
  const id = here.setTimeout("tick", 250, "t");
  vi.advanceTimersByTime(230);
  expect(move(here, there)).toEqual([]);
  vi.advanceTimersByTime(19);
  expect(tick.mock.calls).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(tick.mock.calls).toEqual([["t"]]);
  vi.advanceTimersByTime(50);
  expect(tick.mock.calls).toEqual([["t"], ["i"]]);
  there.clear(interval);
  expect(there.setTimeout("tick", 5)).toBeGreaterThan(id);
});

test("that was paused stands still until it is resumed", () => {
  const [here, there] = [timers(), timers()];
  const tick = vi.fn();
  there.register("tick", tick);
  const id = here.setTimeout("tick", 100);
  vi.advanceTimersByTime(40);
  here.pause(id);
  vi.advanceTimersByTime(1000);
  move(here, there);
  vi.advanceTimersByTime(1000);
  expect(tick).not.toHaveBeenCalled();
  there.resume(id);
  vi.advanceTimersByTime(59);
  expect(tick).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(tick).toHaveBeenCalledTimes(1);
});

test("whose function nobody has registered is a remark, and is called when somebody does", () => {
  const [here, there] = [timers(), timers()];
  here.setTimeout("later", 10);
  expect(move(here, there)).toEqual([{ reason: "unknown_handler", what: "later of a timer" }]);
  vi.advanceTimersByTime(100);
  const later = vi.fn();
  there.register("later", later);
  vi.advanceTimersByTime(0);
  expect(later).toHaveBeenCalledTimes(1);
});

test("that waits longer than a browser can does", () => {
  const here = timers();
  const tick = vi.fn();
  here.register("tick", tick);
  here.setTimeout("tick", 2 ** 31 + 1000);
  vi.advanceTimersByTime(2 ** 31 + 999);
  expect(tick).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(tick).toHaveBeenCalledTimes(1);
});

test("travels with the page, its arguments too", async () => {
  vi.useRealTimers();
  const relay = new MemoryRelay();
  const [source, target] = [await openPage(relay, "<p></p>"), await openPage(relay, "<p></p>")];
  const called = new Promise(
    resolve => void target.liquid.registerHandler("tick", (...args: unknown[]) => resolve(args)),
  );
  const shared = { node: source.find("p") };
  source.liquid.registerState("shared", shared);
  const there = { node: null as unknown };
  target.liquid.registerState("shared", there);
  source.liquid.setTimeout("tick", 20, new Map([[1, shared]]));
  expect((await source.liquid.migrate(target.liquid.id)).leftOut).toEqual([]);
  expect(await called).toEqual([new Map([[1, { node: target.find("p") }]])]);
  expect(there.node).toBe(target.find("p"));
});

test("needs a name", async () => {
  expect(() => timers().setTimeout((() => {}) as never, 5)).toThrow(/by its name/);
});
