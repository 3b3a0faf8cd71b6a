import { scroller } from "./aspects/scroll";
import { type Base, numberTree } from "./base";
import { type LiveStates, liveStates } from "./live";
import { isElement, isInIgnored, isShadowRoot } from "./scope";
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
  /** Dialogs and popovers in the order in which they were opened; some are closed again. */
  readonly opened: Set<Element>;
  /** Controls to which somebody may have given a value or a tick. */
  readonly edited: Set<Node>;
  /** Live states as they were at load. */
  readonly atLoad: LiveStates;
  /** The last focused element that is not ignored. */
  lastFocused(): Element | null;
  /** Calls back when something may have changed: DOM, typing, scroll, focus. Returns how to stop. */
  watch(changed: () => void): () => void;
  stop(): void;
}

/** What happens to a page that no mutation shows. */
const GESTURES = ["input", "change", "scroll", "focusin", "selectionchange", "beforetoggle", "toggle"];

export function memorize(root: Node): Memory {
  const document = root.ownerDocument ?? (root as Document);
  const watchers = new Set<() => void>();
  const scrolled = new Set<Element>();
  const opened = new Set<Element>();
  const edited = new Set<Node>();
  let lastFocused: Element | null = null;

  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  const onGesture = (event: Event) => {
    const { type, target } = event;
    const element = target === document ? scroller(document) : (target as Node);
    if (type === "scroll" && isElement(element)) scrolled.add(element);
    if (type === "focusin" && !isInIgnored(element)) lastFocused = element as Element;
    if (type === "input" || type === "change") edited.add(element);
    if (type === "beforetoggle" && (event as ToggleEvent).newState === "open") {
      // At the end, even of those that it stood among before.
      opened.delete(element as Element);
      opened.add(element as Element);
    }
    changed();
  };
  const listen = (to: Node) => {
    for (const gesture of GESTURES) to.addEventListener(gesture, onGesture, { capture: true, passive: true });
  };
  if (document.defaultView?.scrollY) scrolled.add(scroller(document));

  const base = numberTree(root);
  const tracker = track(base, changed);
  // Most of these events do not leave the shadow root in which they happen.
  const listened = [document, ...base.stateful.map(number => base.nodes[number]!).filter(isShadowRoot)];
  listened.forEach(listen);
  const atLoad = liveStates(base);
  for (const element of atLoad.open) opened.add(element);
  return {
    base,
    tracker,
    scrolled,
    opened,
    edited,
    atLoad,
    lastFocused: () => lastFocused,
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    stop() {
      watchers.clear();
      tracker.stop();
      for (const from of listened) {
        for (const gesture of GESTURES) from.removeEventListener(gesture, onGesture, { capture: true });
      }
    },
  };
}
