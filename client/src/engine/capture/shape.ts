import { attributesOf, childrenStart, type Finder, finderOf, type Place, placesOf, refill } from "../apply/entries";
import { getAttribute, readName } from "../base/names";
import { isWithheld } from "../base/scope";
import { isStateful, STATEFUL } from "../base/stateful";
import { mayHaveRoot } from "../base/survey";
import type { NewNode } from "../patch";

/** A row that is written by what differs from its shape. */
export class Row {
  constructor(
    readonly shape: Shape,
    /** Values of those places that were known to differ when the row was read. */
    readonly values: string[],
  ) {}
}

/** Elements that are written alike but for some of their values and texts. */
export interface Shape {
  readonly key: string;
  /** Nodes in a row. */
  readonly size: number;
  /** Whether there may be elements with state of their own in it. */
  readonly isStateful: boolean;
  /** Selects the elements of a row that may have shadow roots; empty if there are none. */
  readonly hosts: string;
  /** The values and texts of the first row, which the others share where they are not known to differ. */
  readonly common: readonly string[];
  /** Places of those that are known to differ. */
  readonly holes: readonly number[];
  /** Takes a row that was written out: what differs in it may differ in those that follow. */
  learn(strings: readonly string[]): void;
  /** Reads a row; `undefined` if it differs in anything else than what is known to differ. Shadow roots are not asked for. */
  read(node: Element): Row | undefined;
  /** What a row has at a place. */
  at(row: Row, place: number): string;
  /** The first row, written by the values and texts that are given. */
  write(replace: (value: string, place: number) => string | 0): NewNode;
}

/** Larger elements are no rows: lists of them are, and what is in them. */
const LARGEST = 64;

/** A written element as what it has in common with its like, and what is its own. */
export interface Flat {
  key: string;
  strings: string[];
  size: number;
}

/** `undefined` if it is none of those that make rows. */
export function flatten(entry: NewNode): Flat | undefined {
  const strings: string[] = [];
  let key = "";
  let size = 0;
  const visit = (part: unknown): boolean => {
    if (++size > LARGEST) return false;
    if (typeof part === "string") {
      key += '"';
      strings.push(part);
      return true;
    }
    if (part instanceof Row) {
      const { shape } = part;
      key += shape.key;
      for (let place = 0; place < shape.common.length; place++) strings.push(shape.at(part, place));
      size += shape.size - 1;
      return size <= LARGEST;
    }
    if (!Array.isArray(part) || typeof part[0] !== "string") return false;
    const [name] = part as NewNode;
    if (name === "#comment") {
      key += JSON.stringify(part);
      return true;
    }
    // Custom elements may be anything, and what is in a textarea may be secret.
    if (name[0] === "#" || name.includes("-") || name === "textarea") return false;
    key += `<${name}`;
    const attributes = attributesOf(part as NewNode);
    for (const name in attributes) {
      const value = attributes[name]!;
      // What is hidden may be a token, and what is edited a secret.
      if (/^(is|data-liquid-private|contenteditable)$/.test(name) || (name === "type" && /^hidden$/i.test(value)))
        return false;
      // A type decides what else may be written.
      key += name === "type" ? ` type=${JSON.stringify(value)}` : ` ${name}`;
      strings.push(value);
    }
    key += ">";
    for (const child of part.slice(childrenStart(part as NewNode))) if (!visit(child)) return false;
    key += "/";
    return true;
  };
  return visit(entry) ? { key, strings, size } : undefined;
}

/** Copies that rows are compared with live here, where nothing loads and no custom element is made. */
const inert = document.implementation.createHTMLDocument("");

/** The shape of an element that was written out. */
export function shapeOf(entry: NewNode, { key, strings: common, size }: Flat, sample: Element): Shape {
  const plain = plainOf(entry);
  const places = placesOf(plain);
  const copy = inert.importNode(sample, true);
  /** Not all of it may have been written; then the places of the rest are others. */
  const isWhole = countNodes(copy) === size;
  const names = [copy, ...copy.querySelectorAll("*")].map(({ localName }) => localName);
  const holes: number[] = [];
  /** The holes' places; where they are in the copy and in a row. */
  let open: Place[] = [];
  const targets: Node[] = [];
  const found: Node[] = [];
  let finder: Finder | undefined;

  return {
    key,
    size,
    isStateful: copy.querySelector(STATEFUL) !== null || isStateful(copy),
    hosts: [...new Set(names.filter(mayHaveRoot))].join(),
    common,
    holes,

    learn(strings) {
      const known = holes.length;
      for (const [place, value] of strings.entries()) {
        if (value !== common[place] && !holes.includes(place)) holes.push(place);
      }
      // Of a first row that was not written whole the others can't be read; they are written out, and differ no less.
      if (!isWhole || (finder && holes.length === known)) return;
      open = holes.map(hole => places[hole]!);
      finder = finderOf(open);
      finder.find(copy, targets);
      for (const [index, { key }] of open.entries()) {
        if (key !== undefined) targets[index] = attributeNode(targets[index] as Element, key)!;
      }
    },

    read(node) {
      if (!finder?.find(node, found)) return undefined;
      const values: string[] = [];
      for (let index = 0; index < holes.length; index++) {
        const { key } = open[index]!;
        const value = key === undefined ? found[index]!.nodeValue : getAttribute(found[index] as Element, key);
        if (value === null || (key === "value" && isWithheld(found[index] as Element, key))) return undefined;
        targets[index]!.nodeValue = value;
        values.push(value);
      }
      // One question to the browser instead of one for each node, name and value.
      return copy.isEqualNode(node) ? new Row(this, values) : undefined;
    },

    at({ values }, place) {
      const hole = holes.indexOf(place);
      return values[hole] ?? common[place]!;
    },

    write(replace) {
      let place = 0;
      return refill(plain, value => replace(value as string, place++));
    },
  };
}

/** A written element with all that is in it written out. */
function plainOf(entry: NewNode): NewNode {
  return entry.map(part => {
    if (part instanceof Row) return part.shape.write((_, place) => part.shape.at(part, place));
    return Array.isArray(part) ? plainOf(part as NewNode) : part;
  }) as NewNode;
}

function countNodes(top: Node): number {
  const walker = inert.createTreeWalker(top);
  let count = 1;
  while (walker.nextNode()) count++;
  return count;
}

function attributeNode(element: Element, key: string): Attr | null {
  const { namespace, qualified } = readName(key, null);
  return element.getAttributeNodeNS(namespace, qualified);
}
