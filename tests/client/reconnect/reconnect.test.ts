import fc from "fast-check";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { delay } from "../../../client/src/reconnect/delay";
import { reconnect } from "../../../client/src/reconnect/reconnect";
import type { Transport, TransportEvents } from "../../../client/src/transport/transport";

/** A transport that the test opens and breaks by hand. */
function byHand() {
  const attempts: TransportEvents[] = [];
  const transport: Transport = {
    open: events => void attempts.push(events),
    send() {},
    close: (code = 1000, reason = "") => attempts.at(-1)?.closed(code, reason),
  };
  const told: string[] = [];
  const lasting = reconnect(transport);
  onTestFinished(() => lasting.close());
  lasting.open({
    opened: () => told.push("opened"),
    received: frame => told.push(frame),
    closed: code => told.push(`closed ${code}`),
  });
  return { attempts, told, lasting };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
});

describe("a connection that breaks", () => {
  test("is made again, with delays that grow", () => {
    const { attempts, told } = byHand();
    for (let failure = 0; failure < 5; failure++) {
      attempts.at(-1)!.closed(1006, "");
      vi.advanceTimersByTime(500 * 2 ** failure * 0.49);
      expect(attempts.length).toBe(failure + 1);
      vi.advanceTimersByTime(500 * 2 ** failure * 0.52);
      expect(attempts.length).toBe(failure + 2);
    }
    expect(told).toEqual(Array(5).fill("closed 1006"));
  });

  test("after it lasted is made again as soon as the first time", () => {
    const { attempts } = byHand();
    for (let failure = 0; failure < 5; failure++) {
      attempts.at(-1)!.closed(1006, "");
      vi.advanceTimersByTime(30_000);
    }
    attempts.at(-1)!.opened();
    vi.advanceTimersByTime(11_000);
    attempts.at(-1)!.closed(1001, "");
    vi.advanceTimersByTime(500);
    expect(attempts.length).toBe(7);
  });

  test.each(["online", "visibilitychange"])("is made again at once on %s", type => {
    const { attempts } = byHand();
    attempts[0]!.closed(1006, "");
    (type === "online" ? window : document).dispatchEvent(new Event(type));
    expect(attempts.length).toBe(2);
    vi.advanceTimersByTime(60_000);
    expect(attempts.length).toBe(2);
  });

  test("is made again no sooner than the relay asked for, once", () => {
    const { attempts, lasting } = byHand();
    lasting.spare(10_000);
    attempts[0]!.closed(1013, "");
    vi.advanceTimersByTime(9_999);
    expect(attempts.length).toBe(1);
    vi.advanceTimersByTime(5_002);
    expect(attempts.length).toBe(2);
    attempts[1]!.closed(1006, "");
    vi.advanceTimersByTime(1_000);
    expect(attempts.length).toBe(3);
  });

  test("is made again at once when this page has another ticket", () => {
    const { attempts, lasting } = byHand();
    attempts[0]!.closed(1006, "");
    lasting.close(4002, "ticket");
    expect(attempts.length).toBe(2);
    attempts[1]!.closed(4002, "ticket");
    vi.advanceTimersByTime(0);
    expect(attempts.length).toBe(3);
  });

  test("for good is not made again", () => {
    const { attempts, told } = byHand();
    attempts[0]!.closed(4102, "replaced");
    dispatchEvent(new Event("online"));
    vi.advanceTimersByTime(60_000);
    expect(attempts.length).toBe(1);
    expect(told).toEqual(["closed 4102"]);
  });

  test("because this page gave it up is made again; because this page closed it, not", () => {
    const { attempts, lasting } = byHand();
    lasting.close(4000, "silent");
    vi.advanceTimersByTime(500);
    expect(attempts.length).toBe(2);
    lasting.close();
    vi.advanceTimersByTime(60_000);
    expect(attempts.length).toBe(2);
  });
});

test("a delay lies in the upper half of what it may be, and is half a minute at most", () => {
  fc.assert(
    fc.property(fc.nat(2000), failures => {
      const longest = Math.min(30_000, 500 * 2 ** failures);
      const wait = delay(failures);
      return wait >= longest / 2 && wait <= longest;
    }),
  );
});
