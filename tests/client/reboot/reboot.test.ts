import { afterEach, describe, expect, test, vi } from "vitest";
import { readMigration } from "../../../client/src/migration/migration";
import { place as placeOf } from "../../../client/src/place/place";
import { reboot as rebootOf } from "../../../client/src/reboot/reboot";

const KEY = "liquid of a test";

afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

/** A page that starts from the key `todos` of localStorage. */
function page() {
  const reload = vi.fn();
  return { reload, ...rebootOf(KEY, placeOf({ storage: { local: ["todos"] } }), reload) };
}

/** A migration with this in storage and typed. */
const migration = (todos: string, typed = "typed") =>
  readMigration(
    JSON.stringify({ patch: { base: "b", ownedForm: [[4, ["input", "", [0]], typed]] }, place: { local: { todos } } }),
  )!;

const sender = { from: "x".repeat(22), id: 7, at: "2026-01-01T00:00:00Z" };

describe("a page that starts from storage", () => {
  test("writes what arrived there and is loaded again; the next page lays the rest over itself, once", () => {
    localStorage.setItem("todos", "mine");
    const { takes, reload } = page();
    expect(takes({ ...sender, body: migration("Milk"), before: migration("mine") })).toBe(true);
    expect(localStorage.getItem("todos")).toBe("Milk");
    expect(reload).toHaveBeenCalledOnce();
    const { rebooted } = page();
    expect(rebooted()).toMatchObject({
      ...sender,
      migration: { patch: { ownedForm: [[4, ["input", "", [0]], "typed"]] }, place: undefined },
      before: { place: { local: { todos: "mine" } } },
    });
    expect(rebooted()).toBeUndefined();
  });

  test("keeps what arrived, though the application stores what it had when it is left", () => {
    addEventListener("unload", () => localStorage.setItem("todos", "mine"), { once: true });
    const { takes, reload } = page();
    reload.mockImplementation(() => dispatchEvent(new Event("unload")));
    takes({ ...sender, body: migration("Milk"), before: migration("mine") });
    expect(localStorage.getItem("todos")).toBe("Milk");
  });

  test("stays where storage is so already, or where none arrived", () => {
    localStorage.setItem("todos", "Milk");
    const { takes, reload, rebooted } = page();
    const bare = { ...migration("Milk"), place: undefined };
    for (const body of [migration("Milk"), bare]) {
      expect(takes({ ...sender, body, before: migration("Milk") })).toBe(false);
    }
    expect(reload).not.toHaveBeenCalled();
    expect(rebooted()).toBeUndefined();
  });

  test("goes without what finds no room: what undo goes back to, then what was typed", () => {
    const huge = "x".repeat(6_000_000);
    const { takes, rebooted } = page();
    expect(takes({ ...sender, body: migration("Milk"), before: migration("mine", huge) })).toBe(true);
    expect(rebooted()).toMatchObject({
      migration: { patch: { ownedForm: [[4, ["input", "", [0]], "typed"]] } },
      before: undefined,
    });
    expect(takes({ ...sender, body: migration("Bread", huge), before: migration("Milk") })).toBe(true);
    expect(localStorage.getItem("todos")).toBe("Bread");
    expect(rebooted()).toMatchObject({ ...sender, migration: { patch: { base: "b" } }, before: undefined });
  });

  test("passes over what is put there by somebody else", () => {
    for (const text of ["", "{", "5", '{"body":5}', '{"body":"{","before":""}', '{"body":"{}","before":"","id":"x"}']) {
      sessionStorage.setItem(KEY, text);
      expect(page().rebooted()).toBeUndefined();
      expect(sessionStorage.getItem(KEY)).toBeNull();
    }
  });
});
