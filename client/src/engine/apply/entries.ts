import { isKey } from "../base/names";
import type { Entry, NewNode, Rows } from "../patch";
import { refuse } from "../refuse";
import { LIMITS } from "./limits";

/** How the entries of child lists are read. */

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A run of base siblings: first number and count. */
export const isRun = (entry: unknown): entry is [number, number] =>
  Array.isArray(entry) && typeof entry[0] === "number" && !Array.isArray(entry[1]);

/** Rows of one shape. */
export const isRows = (entry: unknown): entry is Rows =>
  Array.isArray(entry) && typeof entry[0] === "number" && Array.isArray(entry[1]);

/** A new element or fragment, which may have children. */
export const isParent = (entry: unknown): entry is NewNode =>
  Array.isArray(entry) && typeof entry[0] === "string" && (entry[0][0] !== "#" || isFragmentEntry(entry as NewNode));

/** The content of a template or a shadow root: `["#fragment", …]`, `["#shadow", {…}, …]`. */
export const isFragmentEntry = (entry: Entry): boolean =>
  Array.isArray(entry) && (entry[0] === "#fragment" || entry[0] === "#shadow");

/** A new element's attributes, where it has any. */
export const attributesOf = (entry: NewNode): Record<string, string> =>
  isObject(entry[1]) ? (entry[1] as Record<string, string>) : {};

/** Whether attributes have keys and values as they should; more of them than any element has are refused. */
export function areAttributes(attributes: object, isValue: (value: unknown) => boolean): boolean {
  const entries = Object.entries(attributes);
  if (entries.length > LIMITS.attributes)
    refuse("too_large", `an element has more than ${LIMITS.attributes} attributes`);
  return entries.every(([key, value]) => isKey(key) && isValue(value));
}

/** Where the children of a new element begin, behind its name and attributes. */
export const childrenStart = (entry: NewNode): number => (isObject(entry[1]) ? 2 : 1);

/**
 * A copy of a written element in which the attribute values and texts are what `replace` makes of them, in the order in which they are
 * written. Elements with shapes are shallow.
 */
export function refill(entry: NewNode, replace: (value: string | 0) => string | 0): NewNode {
  const [name, ...parts] = entry;
  if (name[0] === "#") return entry;
  return [name, ...parts.map(part => refillPart(part, replace))];
}

function refillPart(part: unknown, replace: (value: string | 0) => string | 0): unknown {
  if (Array.isArray(part)) return refill(part as NewNode, replace);
  if (!isObject(part)) return replace(part as string | 0);
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, replace(value as string | 0)]));
}

/** A row of a shape, written out. */
export function expand(shape: NewNode, values: readonly string[], from: number): NewNode {
  let at = from;
  return refill(shape, value => (value === 0 ? values[at++]! : value));
}

/** Where a value or a text stands in a written element. */
export interface Place {
  /** Of a value: the element that has it, counted in the order of the tree; of a text: which of the texts it is. */
  readonly at: number;
  /** The attribute's key; `undefined` for a text. */
  readonly key: string | undefined;
  readonly value: string | 0;
}

/** The places of all values and texts of a written element, in the order of {@link refill}. */
export function placesOf(entry: NewNode): Place[] {
  const places: Place[] = [];
  let elements = 0;
  let texts = 0;
  const visit = (node: NewNode): void => {
    if (node[0][0] === "#") return;
    const at = elements++;
    for (const [key, value] of Object.entries(attributesOf(node))) places.push({ at, key, value });
    for (const child of node.slice(childrenStart(node))) {
      if (Array.isArray(child)) visit(child as NewNode);
      else places.push({ at: texts++, key: undefined, value: child as string | 0 });
    }
  };
  visit(entry);
  return places;
}

/** Finds the nodes at some places of rows. Walks within the browser: what it passes by needs no counterpart in script. */
export interface Finder {
  /** The texts and elements of the places in the order in which these were given; `false` if a row has not as many. */
  find(row: Element, found: Node[]): boolean;
}

export function finderOf(places: readonly Place[]): Finder {
  const texts = placesAndIndexes(places, ({ key }) => key === undefined);
  const elements = placesAndIndexes(places, ({ key }) => key !== undefined);
  const walk = (walker: TreeWalker, row: Element, wanted: typeof texts, first: number, found: Node[]): boolean => {
    if (!wanted.length) return true;
    walker.currentNode = row;
    let node: Node | null = row;
    let at = first;
    for (const { at: place, index } of wanted) {
      for (; at < place && node; at++) node = walker.nextNode();
      if (!node) return false;
      found[index] = node;
    }
    return true;
  };
  const textWalker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  const elementWalker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT);
  return {
    find: (row, found) => walk(textWalker, row, texts, -1, found) && walk(elementWalker, row, elements, 0, found),
  };
}

/** Some of the places in the order of the tree, and where they stood among all. */
const placesAndIndexes = (
  places: readonly Place[],
  isOne: (place: Place) => boolean,
): { at: number; index: number }[] =>
  places.flatMap((place, index) => (isOne(place) ? [{ at: place.at, index }] : [])).sort((a, b) => a.at - b.at);
