import { isElement } from "../base/scope";
import type { Patch } from "../patch";
import { type Anchor, anchorOf, scrollerOf, topFor } from "./anchor";
import { type Aspect, inOrder, isNumbered, type Page } from "./aspect";

/** Pixels by which a place may be off and still count as the same. */
const TOLERANCE = 2;

/** Scroll offsets of the page and of elements, and what is seen there; `scrolled` is kept by who listens to the document. */
export function scroll(scrolled: Set<Element>): Aspect<"scroll"> {
  const elementOf = (page: Page, number: number) =>
    number === 0 && page.root === page.document ? scroller(page.document) : page.nodeOf(number);
  const numberOf = (page: Page, element: Element) =>
    page.root === page.document && element === scroller(page.document) ? 0 : page.numberOf(element);

  /** The offset at which the place that the source shows is seen here: its own, unless windows differ. */
  function topOf(page: Page, element: Element, top: number, anchor: Anchor | undefined): number {
    const exact = anchor && topFor(page, element, anchor);
    return exact === undefined || Math.abs(exact - top) <= TOLERANCE ? top : Math.round(exact);
  }

  return {
    section: "scroll",

    isSound: value => isNumbered(value, item => /^[23]$/.test(String(item.length)) && item.every(Number.isFinite)),

    capture(page) {
      const places: NonNullable<Patch["scroll"]> = [];
      const anchors: typeof places = [];
      for (const element of scrolled) {
        const number = numberOf(page, element);
        const { scrollLeft, scrollTop } = element;
        if (!scrollLeft && !scrollTop) scrolled.delete(element);
        else if (number !== undefined) places.push([number, Math.round(scrollLeft), Math.round(scrollTop)]);
      }
      const numbers = new Map(places.map(([number]) => [elementOf(page, number), number]));
      for (const element of scrolled) {
        const anchor = numbers.has(element) && anchorOf(page, element, inner => numbers.has(inner));
        if (anchor) anchors.push([page.numberOf(anchor.element)!, Math.round(anchor.offset * 1e4) / 1e4]);
      }
      return inOrder(places)?.concat(inOrder(anchors) ?? []);
    },

    apply(page, places = []) {
      const wanted = new Map<Node, [left: number, top: number, anchor?: Anchor]>();
      for (const element of scrolled) if (numberOf(page, element) !== undefined) wanted.set(element, [0, 0]);
      for (const [number, left, top] of places) {
        const element = elementOf(page, number);
        if (element && top !== undefined) wanted.set(element, [left, top]);
      }
      for (const [number, offset, ...rest] of places) {
        const element = page.nodeOf(number);
        const around = element && !rest.length && isElement(element) && scrollerOf(element, one => wanted.has(one));
        if (around) wanted.get(around)![2] = { element, offset };
      }
      for (const [element, [left, offset, anchor]] of wanted) {
        if (!isElement(element)) continue;
        const top = topOf(page, element, offset, anchor);
        if (Math.round(element.scrollLeft) === left && Math.abs(element.scrollTop - top) < 1) continue;
        const { scrollLeft, scrollTop } = element;
        // At once, even where the page's style says smoothly.
        element.scrollTo({ left, top, behavior: "instant" });
        scrolled.add(element);
        if (element.scrollLeft !== scrollLeft || element.scrollTop !== scrollTop) page.changed();
      }
    },
  };
}

/** The element that scrolls with the page. */
export const scroller = (document: Document): Element => document.scrollingElement ?? document.documentElement;
