import { expect, test } from "vitest";
import type { Sample, Space, Update } from "../../../client/src/dashboard/feed";
import { empty, inOrder, nameOf, take } from "../../../client/src/dashboard/model";

function space(name: string, online: number): Space {
  return { name, online, away: 0, instances: [], waiting: { count: 0, bytes: 0, oldest: [] } };
}

function update(changes: Partial<Update>): Update {
  return { at: "2026-11-20T12:00:00Z", more: 0, spaces: [], gone: [], samples: [], receipts: [], ...changes };
}

test("updates are taken together: what changed replaces what was, what is gone goes", () => {
  const model = empty();
  take(model, update({ spaces: [space("a", 1), space("b", 3)] }));
  take(model, update({ spaces: [space("a", 2), space("c", 2)], gone: ["b"] }));

  expect(inOrder(model).map(({ name, online }) => [name, online])).toEqual([
    ["a", 2],
    ["c", 2],
  ]);
});

test("three minutes and fifty receipts are kept, the newest receipt first", () => {
  const model = empty();
  for (let number = 1; number <= 200; number++) {
    const receipt = { space: "a", number, from: "x", to: "y", at: "", size: 1 };
    take(model, update({ samples: [{ messages: number } as Sample], receipts: [receipt] }));
  }

  expect(model.samples.map(({ messages }) => messages)).toEqual(Array.from({ length: 180 }, (_, i) => i + 21));
  expect(model.receipts.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, i) => 200 - i));
});

test("whoever is not there is called by their id", () => {
  const known = { id: "x", name: "Laptop", page: "", online: true, seen: "" };
  expect(["x", "y", "*", "http:backup"].map(id => nameOf(id, [known]))).toEqual(["Laptop", "y", "all", "a script"]);
});
