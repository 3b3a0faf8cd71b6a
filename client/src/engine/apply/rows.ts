import { getAttribute, type Name, readName, setAttribute } from "../base/names";
import { isClosed, isWithheld } from "../base/scope";
import { isStateful, STATEFUL } from "../base/stateful";
import type { NewNode } from "../patch";
import { attributesOf, childrenStart, expand, finderOf, type Place, placesOf } from "./entries";
import type { Guard } from "./safety";
import type { SoundShape } from "./shapes";

/** Makes rows of one shape: the first one node by node, the others as copies of it with their own values. */
export interface RowMaker {
  /** Attributes of a row, which count as changes. */
  readonly attributes: number;
  /** Whether a row holds, below its top, elements with state of their own. */
  readonly hasStateful: boolean;
  /** Whether the top has. */
  readonly isStateful: boolean;
  /** Makes a row; `undefined` where something of it may not enter as it is, so that it has to be made with a closer look. */
  make(values: readonly string[], from: number): Element | undefined;
  /** Whether an element is what would be made. */
  isMade(row: Element, values: readonly string[], from: number): boolean;
}

/** Copies that rows are compared with live here, where nothing loads. */
const inert = document.implementation.createHTMLDocument("");

/** What must be known before an element is made, and what a value may make of others. */
const DECISIVE = new Set(["is", "type"]);

/** `undefined` for a shape of which something may not enter, or not by copying. */
export function rowMaker(
  document: Document,
  { entry }: SoundShape,
  inherited: string | null,
  guard: Guard,
  create: (name: Name) => Element | undefined,
): RowMaker | undefined {
  const places = placesOf(entry);
  // Styles are set one by one: a page's policy may have to be met there.
  const open = places.filter(({ key, value }) => value === 0 || key === "style");
  if (open.some(({ key, value }) => value === 0 && key !== undefined && DECISIVE.has(key))) return undefined;
  const finder = finderOf(open);
  const found: Node[] = [];
  let first: Element | undefined;
  let copy: Element | undefined;
  let hasStateful = false;
  let isTopStateful = false;

  const makeNode = (written: NewNode | string, above: string | null): Node | undefined => {
    if (typeof written === "string") return document.createTextNode(written);
    if (written[0] === "#comment") return document.createComment(String(written.at(-1)));
    if (written[0][0] === "#") return undefined;
    const name = readName(written[0], above);
    const { namespace, qualified } = name;
    const attributes = attributesOf(written);
    // Custom elements are made one by one, in the order in which their page would see them, and `<details>` of a group are opened last.
    if (
      qualified.includes("-") ||
      (qualified === "details" && "name" in attributes) ||
      "is" in attributes ||
      guard.element(qualified, attributes)
    )
      return undefined;
    const element = create(name);
    if (!element) return undefined;
    for (const key in attributes) {
      const value = attributes[key]!;
      if (isWithheld(element, key) || guard.attribute(key, value) || !setAttribute(element, key, value))
        return undefined;
    }
    if (isClosed(element)) return undefined;
    for (const child of written.slice(childrenStart(written))) {
      const node = makeNode(child as NewNode | string, namespace);
      if (!node) return undefined;
      element.appendChild(node);
    }
    return element;
  };

  const fill = (node: Node, { key, value }: Place, given: string | undefined): boolean => {
    if (key === undefined) node.nodeValue = given!;
    else if (value !== 0) setAttribute(node as Element, key, value);
    else {
      if (guard.attribute(key, given!) || isWithheld(node as Element, key)) return false;
      if (getAttribute(node as Element, key) !== given) return setAttribute(node as Element, key, given!);
    }
    return true;
  };

  const makeFirst = (values: readonly string[], from: number): Element | undefined => {
    first = makeNode(expand(entry, values, from), inherited) as Element | undefined;
    hasStateful = first?.querySelector(STATEFUL) !== null;
    isTopStateful = first !== undefined && isStateful(first);
    return first;
  };

  /** Gives a row its own values; `false` where one of them may not enter. */
  const fillAll = (row: Element, values: readonly string[], from: number): boolean => {
    finder.find(row, found);
    let at = from;
    return open.every((place, index) => fill(found[index]!, place, place.value === 0 ? values[at++] : undefined));
  };

  return {
    get hasStateful() {
      return hasStateful;
    },
    get isStateful() {
      return isTopStateful;
    },
    attributes: places.filter(({ key }) => key !== undefined).length,
    make(values, from) {
      if (!first) return makeFirst(values, from);
      const row = first.cloneNode(true) as Element;
      return fillAll(row, values, from) ? row : undefined;
    },
    isMade(row, values, from) {
      if (!first && !makeFirst(values, from)) return false;
      copy ??= inert.importNode(first!, true);
      return fillAll(copy, values, from) && copy.isEqualNode(row);
    },
  };
}
