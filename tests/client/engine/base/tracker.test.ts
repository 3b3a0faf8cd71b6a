import { afterEach, expect, it } from "vitest";
import { remember } from "../../../../client/src/engine";
import { closePages, page } from "../page";

afterEach(closePages);

it.each([
  ["before", 0, -1],
  ["after", -1, 0],
])(
  "of thousands that were taken out, one that goes into another taken out %s it is known as it first was",
  async (_, one, other) => {
    const html = `<div>${'<i title="first">text</i>'.repeat(3000)}</div>`;
    const [untouched, changed] = [page(html), page(html)];
    const engine = remember(changed);
    // Has them numbered: then there are several observers.
    expect(engine.fingerprint).toBe(remember(untouched).fingerprint);
    const nodes = [...changed.querySelectorAll("i")];
    changed.querySelector("div")!.replaceChildren();
    // Until then observers hear of what was taken out as if it were not.
    await Promise.resolve();

    const [moved, around] = [nodes.at(one)!, nodes.at(other)!];
    moved.title = "second";
    moved.firstChild!.nodeValue = "second";
    around.append(moved);
    moved.title = "third";
    moved.firstChild!.nodeValue = "third";
    changed.body.append(around);
    moved.title = "fourth";

    engine.capture();
    expect(engine.describe()).toEqual(remember(untouched).describe());
    engine.reset();
    expect(changed.body.innerHTML).toBe(untouched.body.innerHTML);
  },
);
