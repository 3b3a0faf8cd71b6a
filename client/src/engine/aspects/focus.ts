import { isElement, isIgnored } from "../scope";
import type { ListeningAspect } from "./scroll";

type Focusable = HTMLElement | SVGElement;
type Selectable = HTMLInputElement | HTMLTextAreaElement;

/** Input types that have a caret (HTML, "do not apply" table of `selectionStart`). */
const WITH_CARET = /^(text|search|url|tel|password|textarea)$/;

/** The focused element with its caret or selection. */
export function focus(document: Document): ListeningAspect<"focus"> {
  // Who presses "Send" in a panel has left the field, and still means it.
  let last: Element | null = null;
  const remember = ({ target }: Event) => {
    if (isElement(target as Node) && !inIgnored(target as Element)) last = target as Element;
  };
  document.addEventListener("focusin", remember);

  const focused = (): Element | null => {
    const active = document.activeElement;
    if (!active || active === document.body || active === document.documentElement) return null;
    return inIgnored(active) ? last : active;
  };

  return {
    section: "focus",

    capture(page) {
      const element = focused();
      const number = element ? page.numberOf(element) : undefined;
      if (number === undefined) return undefined;
      const caret = caretOf(element!);
      return caret ? [number, ...caret] : [number];
    },

    apply(page, place) {
      const active = document.activeElement as Focusable | null;
      const element = place && (page.nodeOf(place[0]) as Focusable | undefined);
      if (!element?.focus) {
        if (active && active !== document.body && page.numberOf(active) !== undefined && !inIgnored(active)) {
          active.blur();
          page.changed();
        }
        return;
      }
      if (element !== active) {
        element.focus({ preventScroll: true });
        page.changed();
      }
      const [, start, end, direction] = place!;
      const caret = caretOf(element);
      if (start !== undefined && caret && String(caret) !== String([start, end, direction])) {
        (element as Selectable).setSelectionRange(start, end!, direction as "forward");
      }
    },

    stop: () => document.removeEventListener("focusin", remember),
  };
}

function inIgnored(element: Element): boolean {
  for (let node: Node | null = element; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null) {
    if (isIgnored(node)) return true;
  }
  return false;
}

/** Start, end and direction of an element's selection; `null` where it has none. */
export function caretOf(element: Element): [number, number, string] | null {
  const { type, selectionStart, selectionEnd, selectionDirection } = element as Selectable;
  if (!WITH_CARET.test(type) || selectionStart === null) return null;
  return [selectionStart, selectionEnd ?? selectionStart, selectionDirection ?? "none"];
}
