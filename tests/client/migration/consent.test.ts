import { describe, expect, test } from "vitest";
import { LiquidError } from "../../../client/src/index";
import { next, openPage } from "../support/page";
import { MemoryRelay, quiet } from "../support/relay";

async function twoPages() {
  const relay = new MemoryRelay();
  const [source, target] = [await openPage(relay, "<p>Text</p>"), await openPage(relay, "<p>Text</p>")];
  source.find("p").textContent = "Changed";
  return { relay, source, target, flow: () => source.liquid.migrate(target.liquid.id) };
}

describe("a page that receives", () => {
  test("may refuse, and is as it was", async () => {
    const { source, target, flow } = await twoPages();
    target.liquid.addEventListener("receiving", event => event.preventDefault());
    const received = next(target.liquid, "received");
    expect(await flow()).toMatchObject({ status: "refused", reason: "declined" });
    expect(await received).toMatchObject({ status: "refused", from: source.liquid.id });
    expect(target.find("p").textContent).toBe("Text");
  });

  test("is told who sends, and may ask somebody first; what comes after waits and is not lost", async () => {
    const { relay, source, target, flow } = await twoPages();
    const answers: ((answer: boolean) => void)[] = [];
    const told: unknown[] = [];
    target.liquid.addEventListener("receiving", ({ detail: { until, ...rest } }) => {
      told.push(rest);
      until(new Promise<boolean>(resolve => answers.push(resolve)));
    });
    const first = flow();
    await next(source.liquid, "sent");
    await quiet();
    source.find("p").textContent = "Changed again";
    const other = await openPage(relay, "<p>Text</p>");
    other.find("p").textContent = "Of another";
    const second = other.liquid.migrate(target.liquid.id);
    await next(other.liquid, "sent");
    await quiet();
    const { id: from, name } = source.liquid;
    expect(told).toEqual([{ from, name, at: expect.any(String), mirror: false, changes: 0, ask: false }]);
    expect(relay.cursorOf(target.liquid.id)).toBe(0);
    expect(target.find("p").textContent).toBe("Text");
    answers[0]!(true);
    expect(await first).toMatchObject({ status: "applied" });
    expect(target.find("p").textContent).toBe("Changed");
    await quiet();
    answers[1]!(false);
    expect(await second).toMatchObject({ status: "refused", reason: "declined" });
    await quiet();
    expect(target.find("p").textContent).toBe("Changed");
    expect(relay.cursorOf(target.liquid.id)).toBeGreaterThan(1);
  });

  test("is asked once for what comes again after a cut", async () => {
    const { relay, target, flow } = await twoPages();
    let asked = 0;
    let answer = (_: boolean) => {};
    target.liquid.addEventListener("receiving", ({ detail }) => {
      asked++;
      detail.until(new Promise<boolean>(resolve => { answer = resolve; })); // biome-ignore format: short
    });
    const receipt = flow();
    await next(target.liquid, "receiving");
    relay.cut(target.liquid.id);
    await next(target.liquid, "disconnected");
    dispatchEvent(new Event("online"));
    await next(target.liquid, "connected");
    await quiet();
    answer(true);
    await receipt;
    await next(target.liquid, "restored").catch(() => {});
    expect(asked).toBe(1);
  });
});

describe("a page that sends", () => {
  test("may refuse, at once or after a question", async () => {
    const { relay, source, target, flow } = await twoPages();
    let answer: Promise<boolean> | undefined;
    source.liquid.addEventListener("sending", event => {
      expect(event.detail).toMatchObject({ to: target.liquid.id, mirror: false });
      if (answer) event.detail.until(answer);
      else event.preventDefault();
    });
    await expect(flow()).rejects.toMatchObject({ code: "declined" });
    answer = Promise.resolve(false);
    await expect(flow()).rejects.toBeInstanceOf(LiquidError);
    answer = Promise.reject(new Error("closed"));
    await expect(flow()).rejects.toMatchObject({ code: "declined" });
    expect(relay.heard.some(({ type }) => type === "send")).toBe(false);
    answer = Promise.resolve(true);
    expect(await flow()).toMatchObject({ status: "applied" });
  });

  test("may refuse to be mirrored, or mirror after a question", async () => {
    const { source, target } = await twoPages();
    const details: unknown[] = [];
    source.liquid.addEventListener("sending", event => event.preventDefault(), { once: true });
    expect(() => source.liquid.mirror()).toThrow(/declined to send/);
    source.liquid.addEventListener("sending", ({ detail }) => {
      details.push([detail.to, detail.mirror]);
      detail.until(Promise.resolve(true));
    });
    const stop = source.liquid.mirror();
    await next(target.liquid, "restored");
    stop();
    expect(target.find("p").textContent).toBe("Changed");
    expect(details).toEqual([["*", true]]);
  });
});
