import { isInIgnored } from "../base/scope";
import { type Aspect, isNumbered } from "./aspect";
import { isKept } from "./form";

type Selectable = HTMLInputElement | HTMLTextAreaElement;

/** Input types that have a caret (HTML, "do not apply" table of `selectionStart`). */
const WITH_CARET = /^(text|search|url|tel|password|textarea)$/;

/** The focused element with its caret or selection; `left` is the one that the focus left for something ignored. */
export function focus(left: () => Element | null): Aspect<"focus"> {
  const focused = (document: Document): Element | null => {
    const active = focusedIn(document);
    // Who presses "Send" in a panel has left the field, and still means it.
    return active && isInIgnored(active) ? left() : active;
  };

  return {
    section: "focus",

    isSound: value => isNumbered([value], ([, ...caret]) => !caret.length || isCaret(caret)),

    capture(page) {
      const element = focused(page.document);
      // A dialog that closed has the focus until the next frame, and gives it to nobody.
      if (element?.closest("dialog:not([open], [popover])")) return undefined;
      const number = element && element !== page.document.body ? page.numberOf(element) : undefined;
      if (number === undefined) return undefined;
      const caret = caretOf(element!);
      return caret ? [number, ...caret] : [number];
    },

    apply(page, place) {
      const active = focusedIn(page.document) as HTMLElement | null;
      const element = place && (page.nodeOf(place[0]) as HTMLElement | undefined);
      if (!element?.focus) {
        if (element) page.leaveOut("not_focused", place![0], "the focus");
        if (active && active !== page.document.body && page.numberOf(active) !== undefined) {
          active.blur();
          page.changed();
        }
        return;
      }
      if (element !== active) {
        element.focus({ preventScroll: true });
        const now = focusedIn(page.document);
        if (now !== active) page.changed();
        // What is hidden here, or was hidden at the source a moment ago, takes none.
        if (now !== element) page.leaveOut("not_focused", place![0], `the focus of <${element.localName}>`);
      }
      const [, start, end, direction] = place!;
      const caret = caretOf(element);
      if (start !== undefined && caret && String(caret) !== String([start, end, direction])) {
        (element as Selectable).setSelectionRange(start, end!, direction as "forward");
      }
    },
  };
}

/** Start, end and direction. */
export const isCaret = ([start, end, direction, ...rest]: unknown[]): boolean =>
  Number.isInteger(start) && Number.isInteger(end) && typeof direction === "string" && !rest.length;

/** The focused element, in whichever shadow root. */
export function focusedIn(document: Document): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Start, end and direction of an element's selection; `null` where it has none. */
export function caretOf(element: Element): [number, number, string] | null {
  const { type, selectionStart, selectionEnd, selectionDirection } = element as Selectable;
  // How long a secret is, is one too.
  if (!WITH_CARET.test(type) || selectionStart === null || isKept(element as Selectable)) return null;
  return [selectionStart, selectionEnd ?? selectionStart, selectionDirection ?? "none"];
}
