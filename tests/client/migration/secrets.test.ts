import { expect, onTestFinished, test, vi } from "vitest";
import { next, openPage, type Page } from "../support/page";
import { MemoryRelay, quiet } from "../support/relay";

/** What of each page is nobody else's. */
const page = (own: string) => `
  <form><input type="hidden" name="csrf" value="${own}"><input name="note"><input type="password" name="pw" value="${own}">
  <input autocomplete="one-time-code"><input autocomplete="cc-number"><input type="file"></form><div></div>
  <p data-liquid-private>${own}</p><textarea data-liquid-private>${own}</textarea><i data-liquid-ignore>${own}</i>`;

/** Puts a secret into everything that is one, and does something with the page. */
function use({ root, find }: Page, secret: string): void {
  for (const field of root.querySelectorAll<HTMLInputElement>("[type=password], [autocomplete], textarea")) {
    field.value = secret;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  find("p").append(secret);
  find("i").title = secret;
  // Shown for a while, in a form that is rendered again, and copied.
  find("div").innerHTML = `<fieldset>${find("form").outerHTML}</fieldset>`;
  for (const field of root.querySelectorAll<HTMLInputElement>("[name=pw]")) {
    field.type = "text";
    field.value = secret;
    field.focus();
  }
  find<HTMLInputElement>("[name=note]").value = "open";
}

/** All that the browser keeps for later pages. */
const stored = () => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]);

test("no secret is in what is sent, received, kept, said in a remark or written to the console", async () => {
  const said: unknown[] = [];
  for (const level of ["log", "info", "debug", "warn", "error"] as const) {
    const spy = vi.spyOn(console, level).mockImplementation((...args) => said.push(args));
    onTestFinished(() => spy.mockRestore());
  }
  const relay = new MemoryRelay();
  const frames: string[] = [];
  const { receive } = relay;
  relay.receive = (connection, frame) => {
    frames.push(frame);
    receive.call(relay, connection, frame);
  };
  const source = await openPage(relay, page("SECRET"));
  const target = await openPage(relay, page("SECRET"));
  const heard: unknown[] = [];
  for (const { liquid } of [source, target]) {
    for (const type of ["received", "receiving", "receipt", "error", "sending"] as const)
      liquid.addEventListener(type, event => heard.push(event.detail));
  }
  use(source, "SECRET");
  use(target, "SECRET");
  source.liquid.miniatureAllowed = true;
  await target.liquid.miniature(source.liquid.id);
  heard.push(await source.liquid.migrate(target.liquid.id));
  expect(target.find<HTMLInputElement>("[name=note]").value).toBe("open");
  await target.liquid.undo();
  // To one whose page is another, who gets the base too.
  const other = await openPage(relay, `<h1>Another</h1>${page("SECRET")}`);
  const received = next(other.liquid, "received");
  heard.push(await source.liquid.migrate(other.liquid.id));
  await received;
  // What waits to be sent, and what undo goes back to, outlive the page.
  relay.down = true;
  relay.cut(source.liquid.id);
  // It never goes: the page is over first.
  source.liquid.migrate(target.liquid.id).catch(() => {});
  await quiet();
  dispatchEvent(new PageTransitionEvent("pagehide"));
  const kept = stored();
  dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  expect(kept).toContain("open");
  expect(frames.join()).toContain("open");
  const databases = await indexedDB.databases();
  for (const text of [frames.join(), kept, stored(), JSON.stringify([heard, said, databases])])
    expect(text).not.toContain("SECRET");
});
