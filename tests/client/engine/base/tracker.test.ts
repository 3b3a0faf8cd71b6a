import { afterEach, describe, expect, it } from "vitest";
import { type Engine, remember } from "../../../../client/src/engine";
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

describe("what a patch took out is followed when it changes", () => {
  const html = "<ul><li title=first>one<li>two</ul>";
  const change = (item: Element) => {
    item.setAttribute("title", "second");
    item.firstChild!.nodeValue = "uno";
  };
  /** An application's observer, of which some are served before the engine's and some after. */
  const observe = (document: Document, item: Element) =>
    new Promise<void>(resolve => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        change(item);
        resolve();
      });
      observer.observe(document, { childList: true, subtree: true });
    });

  it.each<[string, (to: Engine, item: Element) => unknown]>([
    ["at once", (_, item) => change(item)],
    [
      "after a capture",
      (to, item) => {
        to.capture();
        change(item);
      },
    ],
    ["in a later task", (_, item) => new Promise<void>(resolve => setTimeout(() => resolve(change(item))))],
    [
      "after a capture, in a later task",
      (to, item) => {
        to.capture();
        return new Promise<void>(resolve => setTimeout(() => resolve(change(item))));
      },
    ],
  ])("%s", async (_, when) => {
    const { to, item, target } = emptied();
    await when(to, item);
    isKnownStill(to, item, target);
  });

  it.each([false, true])("in an observer of the application (older than the engine's: %s)", async isOlder => {
    const changed: Promise<void>[] = [];
    const look = (document: Document) => changed.push(observe(document, document.querySelector("li")!));
    const { to, item, target } = emptied(isOlder ? look : undefined, isOlder ? undefined : look);
    await Promise.all(changed);
    isKnownStill(to, item, target);
  });

  function emptied(before?: (document: Document) => unknown, after?: (document: Document) => unknown) {
    const [source, target] = [page(html), page(html)];
    before?.(target);
    const [from, to] = [remember(source), remember(target)];
    after?.(target);
    const item = target.querySelector("li")!;
    source.querySelector("ul")!.replaceChildren();
    to.apply(from.capture());
    expect(item.parentNode).toBe(null);
    return { to, item, target };
  }

  function isKnownStill(to: Engine, item: Element, target: Document) {
    expect(item.outerHTML).toBe('<li title="second">uno</li>');
    target.querySelector("ul")!.append(item);
    to.capture();
    to.reset();
    expect(target.body.outerHTML).toBe(page(html).body.outerHTML);
  }
});
