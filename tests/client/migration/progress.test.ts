import { expect, test, vi } from "vitest";
import type { Progress } from "../../../client/src/index";
import { openPage } from "../support/page";
import { MemoryRelay } from "../support/relay";

test("something large tells how far it has come, and something small does not", async () => {
  const relay = new MemoryRelay();
  const transport = relay.transport();
  let buffered = 0;
  const source = await openPage(relay, "<p></p>", {
    transport: {
      open: events => transport.open(events),
      send: frame => transport.send(frame),
      close: (code, reason) => transport.close(code, reason),
      get buffered() {
        return buffered;
      },
    },
  });
  const target = await openPage(relay, "<p></p>");
  const told: Progress[] = [];
  source.liquid.addEventListener("progress", ({ detail }) => told.push(detail));
  await source.liquid.migrate(target.liquid.id);
  expect(told).toEqual([]);

  source.find("p").textContent = "x".repeat(400_000);
  relay.forgetful = true;
  buffered = 300_000;
  void source.liquid.migrate(target.liquid.id);
  const total = told[0]!.total;
  expect(total).toBeGreaterThan(400_000);
  expect(told[0]).toEqual({ to: target.liquid.id, sent: total - 300_000, total });
  buffered = 100_000;
  await vi.waitFor(() => expect(told.at(-1)!.sent).toBe(total - 100_000));
  relay.forgetful = false;
  relay.cut(source.liquid.id);
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(told.at(-1)!.sent).toBe(total));
});
