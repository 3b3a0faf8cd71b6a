import { scroller } from "./aspects/scroll";
import { type Base, numberTree } from "./base";
import { isElement, isInIgnored } from "./scope";
import { type Tracker, track } from "./tracker";

/**
 * What must be done at load and from then on: numbering the tree and following what happens to it. It is a small part of the engine;
 * what reads and writes patches can be loaded later.
 */
export interface Memory {
  readonly base: Base;
  readonly tracker: Tracker;
  /** Elements that were scrolled. They are known from their events: asking every element would lay out the whole page. */
  readonly scrolled: Set<Element>;
  /** The last focused element that is not ignored. */
  lastFocused(): Element | null;
  /** Calls back when something may have changed: DOM, typing, scroll, focus. Returns how to stop. */
  watch(changed: () => void): () => void;
  stop(): void;
}

/** What a person does that no mutation shows. */
const GESTURES = ["input", "change", "scroll", "focusin", "selectionchange"];

export function memorize(root: Node): Memory {
  const document = root.ownerDocument ?? (root as Document);
  const watchers = new Set<() => void>();
  const scrolled = new Set<Element>();
  let lastFocused: Element | null = null;

  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  const onGesture = ({ type, target }: Event) => {
    const element = target === document ? scroller(document) : (target as Node);
    if (type === "scroll" && isElement(element)) scrolled.add(element);
    if (type === "focusin" && !isInIgnored(element)) lastFocused = element as Element;
    changed();
  };
  for (const gesture of GESTURES) document.addEventListener(gesture, onGesture, { capture: true, passive: true });
  if (document.defaultView?.scrollY) scrolled.add(scroller(document));

  const base = numberTree(root);
  const tracker = track(base, changed);
  return {
    base,
    tracker,
    scrolled,
    lastFocused: () => lastFocused,
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    stop() {
      watchers.clear();
      tracker.stop();
      for (const gesture of GESTURES) document.removeEventListener(gesture, onGesture, { capture: true });
    },
  };
}
