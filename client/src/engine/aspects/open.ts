import type { LiveStates } from "../base/live";
import { isElement } from "../base/scope";
import type { Survey } from "../base/survey";
import type { Patch } from "../patch";
import { type Aspect, isNumbered, type Page } from "./aspect";
import { isSame } from "./rules";

export type Kind = "modal" | "popover";

/** `:is` passes over what a browser doesn't know. */
export const OPEN = ":is(:modal, :popover-open)";

/** What stands in the top layer, from the bottom up. A dialog that is not modal, and `<details>`, are open by an attribute. */
export function open(opened: Set<Element>, atLoad: LiveStates["open"]): Aspect<"open"> {
  const first = [...atLoad.keys()];
  /** `opened` knows the order; a dialog that it missed opened before anyone listened. */
  function topLayer(page: Page): Element[] {
    for (const element of opened) if (!element.matches(OPEN)) opened.delete(element);
    const missed = [...(page.stateful("dialog") as Iterable<Element>)].filter(
      dialog => !opened.has(dialog) && dialog.matches(OPEN),
    );
    return numbered(page, [...missed, ...opened]);
  }

  const numbered = (page: Page, elements: readonly Element[]) =>
    elements.filter(element => page.numberOf(element) !== undefined);

  return {
    section: "open",

    isSound: value =>
      isNumbered(value, ([, kind, ...rest]) => (kind === "modal" || kind === "popover") && !rest.length),

    capture(page) {
      const { fullscreenElement } = page.document;
      const number = fullscreenElement && page.numberOf(fullscreenElement);
      if (number) page.leaveOut("fullscreen", number, `<${fullscreenElement!.localName}>`);
      const now = topLayer(page);
      if (isSame(now, numbered(page, first))) return undefined;
      return now.map(element => [page.numberOf(element)!, kindOf(element)]) as Patch["open"];
    },

    apply(page, places = numbered(page, first).map(element => [page.numberOf(element)!, atLoad.get(element)!])) {
      const now = topLayer(page);
      const wanted = places.map(([number, kind]) => ({ number, kind, element: page.nodeOf(number) as Element }));
      const present = wanted.filter(({ element }) => element && isElement(element));
      for (const { number, kind, element } of wanted)
        if (element && !isElement(element)) page.leaveOut("not_opened", number, kind);
      let same = 0;
      while (same < now.length && now[same] === present[same]?.element && kindOf(now[same]!) === present[same]!.kind)
        same++;
      // The last opened closes first: an open popover keeps open those that it stands on.
      for (const element of now.slice(same).reverse()) {
        close(element);
        page.changed();
      }
      for (const [index, { number, kind, element }] of present.entries()) {
        if (index < same) continue;
        show(element as HTMLDialogElement, kind, present[index - 1]?.element);
        if (element.matches(OPEN)) page.changed();
        else page.leaveOut("not_opened", number, `${kind} <${element.localName}>`);
      }
    },
  };
}

/**
 * The open ones of a tree, in document order: that in which they opened is lost unless it was listened to. Those that don't count are
 * among them.
 */
export function openIn(root: Node, { hosts, stateful }: Survey): Map<Element, Kind> {
  // By attribute: to ask for what is open takes the browser many times as long, since it has to try every element.
  const tops = [root, ...hosts.keys()];
  const popovers = tops.flatMap(top => [...(top as ParentNode).querySelectorAll("[popover]")]);
  const dialogs = [...(stateful as Set<Element>)].filter(({ localName }) => localName === "dialog");
  const topOf = (element: Element) => tops.indexOf(element.getRootNode());
  const found = [...new Set([...popovers, ...dialogs])]
    .filter(element => element.matches(OPEN))
    .sort((a, b) => topOf(a) - topOf(b) || (isBefore(a, b) ? -1 : 1));
  return new Map(found.map(element => [element, kindOf(element)]));
}

const isBefore = (a: Node, b: Node) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

export const kindOf = (element: Element): Kind => (element.matches(":modal") ? "modal" : "popover");

export function close(element: Element): void {
  if (kindOf(element) === "popover") {
    (element as HTMLElement).hidePopover();
    return;
  }
  // The tree may have taken or left the attribute; without it a dialog can't be closed.
  const stays = element.hasAttribute("open");
  element.setAttribute("open", "");
  (element as HTMLDialogElement).close();
  if (stays) element.setAttribute("open", "");
}

/** Shows an element. An `auto` popover stays open under another one only if it is the other's `source`. */
export function show(element: HTMLDialogElement, kind: Kind, below: Element | undefined): void {
  try {
    if (kind === "modal") {
      element.removeAttribute("open");
      element.showModal();
    } else if (!element.matches(OPEN)) (element.showPopover as (options?: object) => void)({ source: below });
  } catch {
    // It is no dialog or popover here, or not in the document.
  }
}
