import type { Entry, NewNode } from "../patch";

/** How the entries of child lists are read. */

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A run of base siblings: first number and count. */
export const isRun = (entry: unknown): entry is [number, number] =>
  Array.isArray(entry) && typeof entry[0] === "number";

/** A new element or fragment, which may have children. */
export const isParent = (entry: unknown): entry is NewNode =>
  Array.isArray(entry) && typeof entry[0] === "string" && (entry[0][0] !== "#" || isFragmentEntry(entry as NewNode));

/** The content of a template or a shadow root: `["#fragment", …]`, `["#shadow", {…}, …]`. */
export const isFragmentEntry = (entry: Entry): boolean =>
  Array.isArray(entry) && (entry[0] === "#fragment" || entry[0] === "#shadow");

/** A new element's attributes, where it has any. */
export const attributesOf = (entry: NewNode): Record<string, string> =>
  isObject(entry[1]) ? (entry[1] as Record<string, string>) : {};

/** Where the children of a new element begin, behind its name and attributes. */
export const childrenStart = (entry: NewNode): number => (isObject(entry[1]) ? 2 : 1);
