import { describe, expect, test } from "vitest";
import { openPage } from "../support/page";
import { MemoryRelay, quiet } from "../support/relay";

async function twoPages() {
  const relay = new MemoryRelay();
  const page = `<p style="background: #f00">Text that must not be read</p><input type="password" value="secret">`;
  return { relay, source: await openPage(relay, page), target: await openPage(relay, page) };
}

describe("a miniature", () => {
  test("is none unless the page allows it", async () => {
    const { source, target } = await twoPages();
    expect(await source.liquid.miniature(target.liquid.id)).toBe(undefined);
  });

  test("is a small picture of the page as it is", async () => {
    const { source, target } = await twoPages();
    target.liquid.miniatureAllowed = true;
    const picture = await source.liquid.miniature(target.liquid.id);
    expect(picture).toMatch(/^data:image\/webp;base64,/);
    const image = new Image();
    image.src = picture!;
    await image.decode();
    expect([image.width, image.height <= 96]).toEqual([144, true]);
  });

  test("is the same whatever stands in what is private or secret", async () => {
    const relay = new MemoryRelay();
    const pictures: (string | undefined)[] = [];
    const source = await openPage(relay, "<p>Text</p>");
    for (const secret of ["", "A longer secret"]) {
      const page = `<p style="background: #f00">Text</p><p data-liquid-private style="height: 20px; overflow: hidden">${secret}</p><input type="password" value="${secret}"><i data-liquid-ignore>${secret}</i>`;
      const target = await openPage(relay, page);
      target.root.style.cssText = "position: fixed; inset: 0; background: white";
      target.liquid.miniatureAllowed = true;
      pictures.push(await source.liquid.miniature(target.liquid.id));
      target.root.remove();
    }
    expect(pictures[0]).toMatch(/^data:image/);
    expect(pictures[1]).toBe(pictures[0]);
  });

  test("is asked for once where two want it at the same time", async () => {
    const { relay, source, target } = await twoPages();
    target.liquid.miniatureAllowed = true;
    const [one, other] = await Promise.all([1, 2].map(() => source.liquid.miniature(target.liquid.id)));
    expect(one).toBe(other);
    expect(relay.heard.filter(({ type }) => type === "send")).toHaveLength(2);
  });

  test("that is no picture, or came unasked, is none", async () => {
    const { relay, source, target } = await twoPages();
    const asked = source.liquid.miniature(target.liquid.id);
    relay.inject(target.liquid.id, source.liquid.id, "note", '{"miniature":"data:image/svg+xml;base64,PHN2Zz4="}');
    expect(await asked).toBe(undefined);
    relay.inject(target.liquid.id, source.liquid.id, "note", '{"miniature":"data:image/png;base64,AAAA"}');
    await quiet();
  });

  test("stays allowed after the page is loaded again", async () => {
    const relay = new MemoryRelay();
    const first = await openPage(relay, "<p>Text</p>", { url: "/miniature" });
    first.liquid.miniatureAllowed = true;
    first.liquid.stop();
    const second = await openPage(relay, "<p>Text</p>", { url: "/miniature" });
    expect(second.liquid.miniatureAllowed).toBe(true);
    second.liquid.miniatureAllowed = false;
  });
});
