import type { Patch } from "../patch";
import { isElement } from "../scope";
import type { Aspect, Page } from "./aspect";

/** An aspect that listens to the document from load on. */
export interface ListeningAspect<S extends keyof Patch> extends Aspect<S> {
  stop(): void;
}

/** Scrolled elements. They are known from their `scroll` events: asking every element would lay out the whole page. */
export function scroll(document: Document): ListeningAspect<"scroll"> {
  const scrolled = new Set<Element>();
  const page = () => document.scrollingElement ?? document.documentElement;
  const onScroll = ({ target }: Event) => {
    const element = target === document ? page() : (target as Node);
    if (isElement(element)) scrolled.add(element);
  };
  document.addEventListener("scroll", onScroll, { capture: true, passive: true });
  if (document.defaultView && (document.defaultView.scrollX || document.defaultView.scrollY)) scrolled.add(page());

  const numberOf = (tree: Page, element: Element) =>
    element === page() && tree.root === document ? 0 : tree.numberOf(element);

  return {
    section: "scroll",

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
      const wanted = new Map<Element, [number, number]>();
      for (const element of scrolled) if (numberOf(tree, element) !== undefined) wanted.set(element, [0, 0]);
      for (const [number, left, top] of places) {
        const element = number === 0 && tree.root === document ? page() : tree.nodeOf(number);
        if (element && isElement(element)) wanted.set(element, [left, top]);
      }
      for (const [element, [left, top]] of wanted) {
        if (Math.round(element.scrollLeft) === left && Math.round(element.scrollTop) === top) continue;
        // At once, even where the page's style says smoothly.
        element.scrollTo({ left, top, behavior: "instant" });
        scrolled.add(element);
        tree.changed();
      }
    },

    stop: () => document.removeEventListener("scroll", onScroll, { capture: true }),
  };
}
