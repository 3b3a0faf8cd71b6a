import type { LiveState } from "./pair";

/** Does what a person would have done: types, ticks, chooses, scrolls, focuses. */
export function setLive(document: Document, states: Record<string, LiveState> = {}): void {
  const elements = document.body.querySelectorAll("*");
  for (const [index, { focus, scroll, ...state }] of Object.entries(states)) {
    const element = elements[Number(index)] as HTMLInputElement;
    Object.assign(element, state);
    if (scroll) element.scrollTo(...scroll);
    if (!focus) continue;
    element.focus({ preventScroll: true });
    element.setSelectionRange(...focus);
  }
}
