import { describe, expect, test } from "vitest";
import { next, openPage } from "../support/page";
import { MemoryRelay } from "../support/relay";

const greeting = (name: string) => `<p>Hello ${name}</p><ul><li>Milk</li></ul>`;

describe("between pages of different bases", () => {
  test("a migration goes once more with the base, and the receipt is the one that counts", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, greeting("Ann"));
    const target = await openPage(relay, greeting("Bob"));
    source.find("ul").append("Bread");
    const receipts: unknown[] = [];
    source.liquid.addEventListener("receipt", ({ detail }) => receipts.push(detail));
    const receipt = await source.liquid.migrate(target.liquid.id);
    expect(receipt).toMatchObject({ status: "applied", from: target.liquid.id, leftOut: [] });
    expect(receipts).toEqual([expect.objectContaining({ status: "applied" })]);
    expect(target.root.innerHTML).toBe("<p>Hello Bob</p><ul><li>Milk</li>Bread</ul>");
  });

  test("a base is sent once", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, greeting("Ann"));
    const target = await openPage(relay, greeting("Bob"));
    const migrations = () => relay.heard.filter(envelope => envelope.type === "send" && envelope.kind === "migration");
    await source.liquid.migrate(target.liquid.id);
    expect(migrations()).toHaveLength(2);
    await source.liquid.migrate(target.liquid.id);
    expect(migrations()).toHaveLength(3);
  });

  test("a broadcast reaches all, whatever their bases", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, greeting("Ann"));
    const targets = [await openPage(relay, greeting("Bob")), await openPage(relay, greeting("Ann"))];
    source.find("li").textContent = "Bread";
    const receipts = await source.liquid.broadcast();
    expect(receipts.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect(targets.map(({ root }) => root.querySelector("li")!.textContent)).toEqual(["Bread", "Bread"]);
  });

  test("a mirror goes on with the base that it brought once", async () => {
    const relay = new MemoryRelay();
    const source = await openPage(relay, greeting("Ann"));
    const target = await openPage(relay, greeting("Bob"));
    const first = next(target.liquid, "restored");
    const stop = source.liquid.mirror();
    await first;
    const second = next(target.liquid, "restored");
    source.find("li").textContent = "Bread";
    await second;
    expect(target.find("li").textContent).toBe("Bread");
    expect(target.find("p").textContent).toBe("Hello Bob");
    stop();
  });
});
