import type { Started } from "../../../../client/src/adapters/attach";

/** Shows a list in an element that a framework owns, with a field and a button that adds what is typed. Returns how to take it out. */
export type Mount = (host: HTMLElement, liquid: Started) => () => void;
