import type { Patch } from "../patch";
import { isElement } from "../scope";
import { type Aspect, isNumbered, type Page } from "./aspect";

/** Scroll offsets of the page and of elements; `scrolled` is kept by who listens to the document. */
export function scroll(scrolled: Set<Element>): Aspect<"scroll"> {
  const elementOf = (tree: Page, number: number) =>
    number === 0 && tree.root === tree.document ? scroller(tree.document) : tree.nodeOf(number);
  const numberOf = (tree: Page, element: Element) =>
    tree.root === tree.document && element === scroller(tree.document) ? 0 : tree.numberOf(element);

  return {
    section: "scroll",

    isSound: value => isNumbered(value, item => item.length === 3 && item.every(Number.isFinite)),

    capture(tree) {
      const places: NonNullable<Patch["scroll"]> = [];
      for (const element of scrolled) {
        const number = numberOf(tree, element);
        const { scrollLeft, scrollTop } = element;
        if (!scrollLeft && !scrollTop) scrolled.delete(element);
        else if (number !== undefined) places.push([number, Math.round(scrollLeft), Math.round(scrollTop)]);
      }
      return places.length ? places.sort(([a], [b]) => a - b) : undefined;
    },

    apply(tree, places = []) {
      const wanted = new Map<Node, [number, number]>();
      for (const element of scrolled) if (numberOf(tree, element) !== undefined) wanted.set(element, [0, 0]);
      for (const [number, left, top] of places) {
        const element = elementOf(tree, number);
        if (element) wanted.set(element, [left, top]);
      }
      for (const [element, [left, top]] of wanted) {
        if (!isElement(element)) continue;
        if (Math.round(element.scrollLeft) === left && Math.round(element.scrollTop) === top) continue;
        // At once, even where the page's style says smoothly.
        element.scrollTo({ left, top, behavior: "instant" });
        scrolled.add(element);
        tree.changed();
      }
    },
  };
}

/** The element that scrolls with the page. */
export const scroller = (document: Document): Element => document.scrollingElement ?? document.documentElement;
