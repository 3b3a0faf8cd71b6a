import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { cases } from "./cases";
import { closePages } from "./page";
import { pair, travel } from "./pair";

afterEach(closePages);

/** What a list is to hold: items of the page by their place at load, others by a name, and what is ignored. */
const items = fc.uniqueArray(fc.oneof(fc.nat(11), fc.constantFrom("x", "y", "z")), { maxLength: 15 });
const overlays = fc.array(fc.nat(15), { maxLength: 2 });

it("a list in any order is brought into any other by the fewest operations, around what is ignored", () => {
  const [documentA, a, documentB, b] = pair(`<ul>${"<li>".repeat(12)}</ul>`);
  const [listA, listB] = [documentA.querySelector("ul")!, documentB.querySelector("ul")!];
  const [firstA, firstB] = [[...listA.children], [...listB.children]];
  const fill = (list: Element, first: Element[], names: (number | string)[]) =>
    list.replaceChildren(...names.map(name => (typeof name === "number" ? first[name]! : other(list, name))));
  const observer = new MutationObserver(() => {});
  observer.observe(listB, { childList: true });

  fc.assert(
    fc.property(items, items, overlays, (source, target, places) => {
      fill(listA, firstA, source);
      fill(listB, firstB, target);
      for (const place of places) {
        const ignored = other(listB, "ignored");
        ignored.setAttribute("data-liquid-ignore", "");
        listB.insertBefore(ignored, listB.childNodes[place] ?? null);
      }
      const all = [...listB.children];
      const before = all.filter(isCounted);
      const ignored = all.filter(child => !isCounted(child));
      observer.takeRecords();

      b.apply(travel(a.capture()));

      const records = observer.takeRecords();
      const after = [...listB.children].filter(isCounted);
      expect(after.map(nameIn(firstB))).toEqual(source);
      expect([...listB.children].filter(child => !isCounted(child))).toEqual(ignored);
      const kept = longestCommon(before, after);
      const count = (nodes: (record: MutationRecord) => NodeList) =>
        records.reduce((sum, record) => sum + nodes(record).length, 0);
      expect([count(one => one.removedNodes), count(one => one.addedNodes)]).toEqual([
        before.length - kept,
        after.length - kept,
      ]);
    }),
    cases(300),
  );
});

const other = (list: Element, name: string): Element => {
  const item = list.ownerDocument.createElement("li");
  item.className = name;
  return item;
};

const isCounted = (child: Element): boolean => !child.hasAttribute("data-liquid-ignore");

const nameIn = (first: Element[]) => (child: Element) => (child.className ? child.className : first.indexOf(child));

/** How many two lists have in common in one order. */
function longestCommon<T>(one: T[], other: T[]): number {
  const lengths = new Array<number>(other.length + 1).fill(0);
  for (const left of one) {
    let diagonal = 0;
    for (const [index, right] of other.entries()) {
      const above = lengths[index + 1]!;
      lengths[index + 1] = left === right ? diagonal + 1 : Math.max(above, lengths[index]!);
      diagonal = above;
    }
  }
  return lengths.at(-1)!;
}
