import { isElement } from "../base/scope";
import type { Page } from "./aspect";

/**
 * What stands at the upper edge of a scrolled element: where windows differ in size, it says better than pixels which place is shown.
 * Its offset is that of its top from the edge: in pixels below it, above it as a share of its own height, which may differ as well.
 */
export interface Anchor {
  element: Element;
  offset: number;
}

/** How far (CSS pixels) below the edge an anchor is looked for, and at what steps. */
const REACH = 240;
const STEP = 8;

/** A scrolled element's anchor; `isScrolled` says which others are scrolled. */
export function anchorOf(page: Page, scroller: Element, isScrolled: (element: Element) => boolean): Anchor | undefined {
  const { top, left, width, height } = portOf(page, scroller);
  const root = scroller.getRootNode() as Document | ShadowRoot;
  for (let y = top + 1; y < top + Math.min(height, REACH); y += STEP) {
    const hit = root.elementFromPoint(left + width / 2, y);
    const element = hit && topmost(hit, scroller, isScrolled);
    if (!element || page.numberOf(element) === undefined) continue;
    const rect = element.getBoundingClientRect();
    // A share of something high says little of a place among its elements.
    if (!rect.height || (rect.height >= height && element.firstElementChild)) continue;
    const offset = rect.top - top;
    return { element, offset: offset < 0 ? offset / rect.height : offset };
  }
  return undefined;
}

/** Where an element would have to be scrolled to for its anchor to stand where it is to be; `undefined` if it isn't shown. */
export function topFor(page: Page, scroller: Element, { element, offset }: Anchor): number | undefined {
  const rect = element.getBoundingClientRect();
  if (!rect.height) return undefined;
  const wanted = portOf(page, scroller).top + (offset < 0 ? offset * rect.height : offset);
  return scroller.scrollTop + rect.top - wanted;
}

/** The nearest element around an anchor that satisfies; an anchor is that of the nearest scrolled one. */
export function scrollerOf(anchor: Element, isScroller: (element: Element) => boolean): Element | null {
  let element = anchor.parentElement;
  while (element && !isScroller(element)) element = element.parentElement;
  return element;
}

/** What was hit, or the scrolled element in which it is; `null` for what does not scroll along. */
function topmost(hit: Element, scroller: Element, isScrolled: (element: Element) => boolean): Element | null {
  let found = hit;
  for (let element: Element | null = hit; element !== scroller; element = element.parentElement) {
    if (!element || !isElement(element) || /fixed|sticky/.test(getComputedStyle(element).position)) return null;
    if (isScrolled(element)) found = element;
  }
  return found === scroller ? null : found;
}

/** What of an element's content is seen, in the window's coordinates. */
function portOf({ document }: Page, scroller: Element) {
  const { clientWidth: width, clientHeight: height, clientTop, clientLeft } = scroller;
  if (scroller === document.scrollingElement) return { top: 0, left: 0, width, height };
  const { top, left } = scroller.getBoundingClientRect();
  return { top: top + clientTop, left: left + clientLeft, width, height };
}
