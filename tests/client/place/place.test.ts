import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { Liquid, type PlaceOptions } from "../../../client/src/index";
import { type PlaceValue, place } from "../../../client/src/place/place";
import { openPage } from "../support/page";
import { MemoryRelay } from "../support/relay";

const first = { url: "", state: null as unknown };
beforeEach(() => {
  Object.assign(first, { url: location.href, state: history.state });
  // Other tests' pages remember what they are called.
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(first.state, "", first.url);
});

/** Reads what travels, changes the page, and brings it back. */
function thereAndBack(options: PlaceOptions, change: () => void) {
  const here = place(options);
  const value = JSON.parse(here.capture()!) as PlaceValue;
  expect(here.isSound(value)).toBe(true);
  change();
  return here.apply(value);
}

describe("storage", () => {
  test("of the listed keys arrives, and the page hears of it as from another tab", () => {
    localStorage.setItem("todos", "[1]");
    localStorage.setItem("app-one", "1");
    localStorage.setItem("app.one", "untouched");
    localStorage.setItem("other", "untouched");
    sessionStorage.setItem("app-tab", "a");
    const { changes, leftOut } = thereAndBack({ storage: ["todos", "app-*"] }, () => {
      localStorage.setItem("todos", "[2]");
      localStorage.setItem("app-two", "2");
      localStorage.setItem("other", "mine");
      sessionStorage.removeItem("app-tab");
    });
    expect({ ...localStorage }).toEqual({ todos: "[1]", "app-one": "1", "app.one": "untouched", other: "mine" });
    expect({ ...sessionStorage }).toEqual({ "app-tab": "a" });
    expect(leftOut).toEqual([]);
    const told = (changes as StorageEvent[]).map(({ key, oldValue, newValue, storageArea }) => [
      key,
      oldValue,
      newValue,
      storageArea,
    ]);
    expect(told).toEqual([
      ["todos", "[2]", "[1]", localStorage],
      ["app-two", "2", null, localStorage],
      ["app-tab", null, "a", sessionStorage],
    ]);
  });

  test("may be listed by kind, and nothing is read that is not", () => {
    localStorage.setItem("a", "1");
    sessionStorage.setItem("a", "2");
    sessionStorage.setItem("liquid /relay", "its own");
    expect(JSON.parse(place({ storage: { session: ["*"] } }).capture()!)).toEqual({ session: { a: "2" } });
    expect(place({}).capture()).toBeUndefined();
  });

  test("that this page does not list stays out, with a remark", () => {
    const { leftOut } = place({ storage: ["todos"] }).apply({ local: { todos: "1", token: "stolen" }, query: "?x" });
    expect({ ...localStorage }).toEqual({ todos: "1" });
    expect(leftOut).toEqual([
      { reason: "not_listed", what: '"token" of localStorage' },
      { reason: "not_listed", what: "the query" },
    ]);
  });

  test("that has no room is a remark", () => {
    const { leftOut } = place({ storage: ["todos"] }).apply({ local: { todos: "x".repeat(2 ** 24) } });
    expect(leftOut).toEqual([{ reason: "storage_failed", what: expect.stringContaining('"todos" of localStorage') }]);
  });
});

describe("the address", () => {
  test("arrives with its history state, and the page hears of it", () => {
    history.replaceState({ when: new Date(5) }, "", "?a=1#here");
    const { changes } = thereAndBack({ address: ["query", "hash", "state"] }, () =>
      history.replaceState(null, "", "?b#x"),
    );
    expect([location.search, location.hash, history.state]).toEqual(["?a=1", "#here", { when: new Date(5) }]);
    expect(changes.map(({ type }) => type)).toEqual(["popstate", "hashchange"]);
    expect((changes[0] as PopStateEvent).state).toEqual({ when: new Date(5) });
  });

  test("stays as it is in the parts that are not listed, or are so already", () => {
    history.replaceState(1, "", "?a#x");
    const { changes } = thereAndBack({ address: ["hash"] }, () => history.replaceState(2, "", "?b#x"));
    expect([location.search, location.hash, history.state]).toEqual(["?b", "#x", 2]);
    expect(changes).toEqual([]);
  });

  test("leads nowhere else", () => {
    const { origin, pathname } = location;
    place({ address: ["query", "hash"] }).apply({ query: "//elsewhere.example/", hash: "javascript:alert(1)" });
    expect([location.origin, location.pathname]).toEqual([origin, pathname]);
  });
});

test("storage is there before the tree arrives, and travels back by undo", async () => {
  const relay = new MemoryRelay();
  const options = { storage: ["todos"] };
  const [source, target] = [await openPage(relay, "<p>a</p>", options), await openPage(relay, "<p>a</p>", options)];
  localStorage.setItem("todos", "theirs");
  source.find("p").textContent = "b";
  const migration = source.liquid.migrate(target.liquid.id);
  // One tab holds both pages here: what the source read is changed before the target writes it.
  localStorage.setItem("todos", "mine");
  const seen: unknown[] = [];
  const heard = ({ newValue }: StorageEvent) => seen.push(newValue, target.find("p").textContent);
  addEventListener("storage", heard);
  onTestFinished(() => removeEventListener("storage", heard));
  await migration;
  expect(seen).toEqual(["theirs", "a"]);
  expect(target.find("p").textContent).toBe("b");
  target.liquid.undo();
  expect(localStorage.getItem("todos")).toBe("mine");
});

test.each([
  [{ storage: "todos" }, /storage is a list of keys/],
  [{ storage: { local: [""] } }, /storage is a list of keys/],
  [{ address: ["path"] }, /address is a list/],
  [{ restore: "reload" }, /restore is "patch" or "reboot"/],
  [{ owned: 5 }, /owned is a selector/],
])("%j is a TypeError that says what to write", async (options, message) => {
  await expect(Liquid.start(options as never)).rejects.toThrow(message);
});

test.each([[5], [{ local: [5] }], [{ session: { a: 1 } }], [{ query: 5 }], [{ state: [[-7, 4e9]] }]])(
  "%j is refused before anything is written",
  value => expect(place({}).isSound(value)).toBe(false),
);
