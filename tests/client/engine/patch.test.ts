import { expect, test } from "vitest";
import { PatchError } from "../../../client/src/engine";

test("a refused patch says why in a code and in words", () => {
  const error = new PatchError("cycle", "Node 3 stands within itself.");
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: "PatchError", code: "cycle", message: "Node 3 stands within itself." });
});
