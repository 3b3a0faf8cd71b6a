import { scroller } from "./aspects/scroll";
import type { SelectionSeen } from "./aspects/selection";
import { type LiveStates, liveStates } from "./base/live";
import { isElement, isInIgnored, isShadowRoot } from "./base/scope";
import { followShadowRoots } from "./base/shadow";
import { type Survey, survey } from "./base/survey";
import { type Tracker, track } from "./base/tracker";

/**
 * What must be done at load and from then on: following what happens to the tree, and finding what nothing tells of later. It is a small
 * part of the engine; what numbers the tree, reads and writes patches can be loaded later.
 */
export interface Memory {
  readonly root: Node;
  readonly found: Survey;
  readonly tracker: Tracker;
  /** Elements that were scrolled. They are known from their events: asking every element would lay out the whole page. */
  readonly scrolled: Set<Element>;
  /** Dialogs and popovers in the order in which they were opened; some are closed again. */
  readonly opened: Set<Element>;
  /** Controls to which somebody may have given a value or a tick. */
  readonly edited: Set<Node>;
  /** Live states as they were at load. */
  readonly atLoad: LiveStates;
  readonly frames: Frames;
  /** Follows a shadow root that came after load. */
  follow(root: ShadowRoot): void;
  /** Roots that came after load and let nobody read them. */
  readonly closedRoots: readonly WeakRef<ShadowRoot>[];
  readonly selectionSeen: SelectionSeen;
  /** The last focused element that is not ignored. */
  lastFocused(): Element | null;
  /** Calls back when something may have changed: DOM, typing, scroll, focus. Returns how to stop. */
  watch(changed: () => void): () => void;
  stop(): void;
}

/** What happens to a page that no mutation shows. */
const GESTURES = ["input", "change", "scroll", "focusin", "selectionchange", "beforetoggle", "toggle"];

/** Frames whose documents the page made itself. */
export interface Frames {
  /** Those that were there at load, with the memory of their documents. */
  readonly atLoad: Map<Element, Memory>;
  readonly documentAtLoad: Map<Element, Document>;
  /** Takes the memory of another frame's document in: it is watched and stopped with the page. */
  remembered(memory: Memory): Memory;
}

/** Whether a frame's document is there to read and comes from the page itself, not from an address. */
export const isOwnFrame = (frame: HTMLIFrameElement): boolean =>
  frame.contentDocument !== null && /^(about:blank|)$/.test(frame.getAttribute("src") ?? "");

/** A lazy frame is empty until it is near what is seen. */
const isLoaded = (frame: HTMLIFrameElement): boolean =>
  !frame.hasAttribute("srcdoc") || frame.contentDocument!.URL === "about:srcdoc";

/**
 * Remembers a tree.
 *
 * @param start what it is to go back to, if that is not what it is now: its only child, in which nothing was found
 */
export function memorize(root: Node, start?: { found: Survey; child: Node }): Memory {
  const document = root.ownerDocument ?? (root as Document);
  const watchers = new Set<() => void>();
  const scrolled = new Set<Element>();
  const opened = new Set<Element>();
  const edited = new Set<Node>();
  const selectionSeen = { ever: false };
  let lastFocused: Element | null = null;

  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  const onGesture = (event: Event) => {
    const { type, target } = event;
    const element = target === document ? scroller(document) : (target as Node);
    if (type === "scroll" && isElement(element)) scrolled.add(element);
    if (type === "focusin" && !isInIgnored(element)) lastFocused = element as Element;
    // That in a field, which browsers tell of when its value is set, is no selection in text.
    if (type === "selectionchange" && target === document) selectionSeen.ever = true;
    if (type === "input" || type === "change") edited.add(element);
    if (type === "beforetoggle" && (event as ToggleEvent).newState === "open") {
      // At the end, even of those that it stood among before.
      opened.delete(element as Element);
      opened.add(element as Element);
    }
    changed();
  };
  const ended = new AbortController();
  const { signal } = ended;
  const listen = (to: Node) => {
    for (const gesture of GESTURES) to.addEventListener(gesture, onGesture, { capture: true, passive: true, signal });
  };
  // A page that loads anew may be scrolled before anyone listens. Asked once it is laid out, so that asking costs nothing.
  requestAnimationFrame(() => setTimeout(() => document.defaultView?.scrollY && scrolled.add(scroller(document))));

  const found = start?.found ?? survey(root);
  const tracker = track(root, found.hosts, changed, start?.child);
  const atLoad = liveStates(root, found);
  // Most of these events do not leave the shadow root in which they happen.
  const roots = [...found.stateful].filter(isShadowRoot);
  for (const node of [document, ...roots]) listen(node);
  const followed = new WeakSet(roots);
  const closedRoots: WeakRef<ShadowRoot>[] = [];
  const follow = (shadowRoot: ShadowRoot) => {
    if (followed.has(shadowRoot) || isInIgnored(shadowRoot)) return;
    followed.add(shadowRoot);
    if (shadowRoot.mode === "closed") {
      closedRoots.push(new WeakRef(shadowRoot));
      return;
    }
    tracker.follow(shadowRoot);
    listen(shadowRoot);
  };
  const { defaultView } = document;
  const unfollow = defaultView ? followShadowRoots(defaultView as Window & typeof globalThis, follow) : () => {};
  for (const element of atLoad.open.keys()) opened.add(element);

  const inner: Memory[] = [];
  const remembered = (memory: Memory) => {
    memory.watch(changed);
    inner.push(memory);
    return memory;
  };
  const own = [...(found.stateful as Set<HTMLIFrameElement>)].filter(isFrame).filter(isOwnFrame);
  const frames: Frames = { atLoad: new Map(), documentAtLoad: new Map(), remembered };
  const rememberFrame = (frame: HTMLIFrameElement) => {
    frames.atLoad.set(frame, remembered(memorize(frame.contentDocument!)));
    frames.documentAtLoad.set(frame, frame.contentDocument!);
  };
  for (const frame of own) {
    if (isLoaded(frame)) rememberFrame(frame);
    else frame.addEventListener("load", () => isOwnFrame(frame) && rememberFrame(frame), { once: true, signal });
  }
  return {
    root,
    found,
    tracker,
    scrolled,
    opened,
    edited,
    atLoad,
    frames,
    follow,
    closedRoots,
    selectionSeen,
    lastFocused: () => lastFocused,
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    stop() {
      for (const memory of inner) memory.stop();
      watchers.clear();
      tracker.stop();
      ended.abort();
      unfollow();
    },
  };
}

const isFrame = (node: Node) => node.nodeName === "IFRAME";
