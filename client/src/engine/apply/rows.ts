import { getAttribute, type Name, readName, setAttribute } from "../base/names";
import { isClosed, isWithheld } from "../base/scope";
import { isStateful, STATEFUL } from "../base/stateful";
import type { NewNode } from "../patch";
import { attributesOf, childrenStart, expand, finderOf, type Place, placesOf } from "./entries";
import type { Guard } from "./safety";
import type { SoundShape } from "./shapes";

/** A row of a shape, not yet written out: its values stand among those of others. */
export class ShapedRow {
  constructor(
    readonly shape: SoundShape,
    readonly values: readonly string[],
    /** Where its own begin. */
    readonly from: number,
  ) {}

  /** The same for rows that are written the same by the same shape. */
  get sign(): string {
    const { text, holes } = this.shape;
    return text + JSON.stringify(this.values.slice(this.from, this.from + holes));
  }

  written(): NewNode {
    return expand(this.shape.entry, this.values, this.from);
  }
}

/** Makes rows of one shape: the first one node by node, the others as copies of it with their own values. */
export interface RowMaker {
  /** Attributes of a row, which count as changes. */
  readonly attributes: number;
  /** Whether a row holds, below its top, elements with state of their own. */
  readonly hasStateful: boolean;
  /** Whether the top has. */
  readonly isStateful: boolean;
  /** Makes a row; `undefined` where something of it may not enter as it is, so that it has to be made with a closer look. */
  make(row: ShapedRow): Element | undefined;
  /** Whether an element is what would be made. */
  isMade(element: Element, row: ShapedRow): boolean;
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

  const makeFirst = (row: ShapedRow): Element | undefined => {
    first = makeNode(row.written(), inherited) as Element | undefined;
    hasStateful = first?.querySelector(STATEFUL) !== null;
    isTopStateful = first !== undefined && isStateful(first);
    return first;
  };

  /** Gives an element a row's own values; `false` where one of them may not enter. */
  const fillAll = (element: Element, { values, from }: ShapedRow): boolean => {
    finder.find(element, found);
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
    make(row) {
      if (!first) return makeFirst(row);
      const element = first.cloneNode(true) as Element;
      return fillAll(element, row) ? element : undefined;
    },
    isMade(element, row) {
      if (!first && !makeFirst(row)) return false;
      copy ??= inert.importNode(first!, true);
      return fillAll(copy, row) && copy.isEqualNode(element);
    },
  };
}
