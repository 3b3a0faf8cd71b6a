import { isObject } from "../apply/entries";
import { refuse } from "../refuse";
import type { Base, Shape } from "./base";
import { HTML } from "./names";
import { nameOf, namespaceOf, typeOf } from "./native";
import { isElement, isText, isWithheld } from "./scope";
import { firstAttributes, firstText, type Tracker } from "./tracker";

/**
 * A base node as plain data: its type (`nodeType`), name (`nodeName`), the size of its subtree (itself included) and its first facts:
 * a text, or attributes by key; then its namespace, unless it is HTML's. A list of rows in order of numbers is a whole base, and can travel.
 */
export type Row = [
  type: number,
  name: string,
  size: number,
  facts?: string | Record<string, string>,
  namespace?: string | null,
];

/** The row of a base node, as it was at load. */
export function rowOf(base: Base, tracker: Pick<Tracker, "touched">, number: number): Row {
  const node = base.nodes[number]!;
  const row: Row = [typeOf(node), nameOf(node), base.ends[number]! - number];
  if (isText(node)) row.push(firstText(base, tracker, number));
  else if (isElement(node)) {
    const attributes: Record<string, string> = Object.create(null);
    const first = firstAttributes(base, tracker, number);
    for (const [key, value] of first) {
      if (!isWithheld(node, key) && !isToken(key, first)) attributes[key] = value;
    }
    row.push(attributes);
    if (namespaceOf(node) !== HTML) row.push(namespaceOf(node));
  }
  return row;
}

/** What forms carry unseen is often a token, and another one at each load. */
const isToken = (key: string, attributes: Map<string, string>): boolean =>
  key === "value" && attributes.get("type")?.toLowerCase() === "hidden";

/** The shape of a base that came as rows. Throws a `PatchError` for what is none. */
export function shapeOf(rows: Row[]): Shape {
  const parents = new Int32Array(rows.length).fill(-1);
  const open: number[] = [];
  for (const [number, row] of rows.entries()) {
    const size = isRow(row) ? row[2] : 0;
    while (open.length && number >= open.at(-1)! + rows[open.at(-1)!]![2]) open.pop();
    const parent = open.at(-1) ?? -1;
    const end = parent < 0 ? rows.length : parent + rows[parent]![2];
    if (size < 1 || number + size > end || (number > 0 && parent < 0))
      refuse("bad_patch", `row ${number} of its base is none`);
    parents[number] = parent;
    open.push(number);
  }
  return {
    parents,
    ends: Int32Array.from(rows, (row, number) => number + row[2]),
    typeOf: number => rows[number]?.[0],
  };
}

const isRow = (row: unknown): row is Row =>
  Array.isArray(row) &&
  Number.isInteger(row[0]) &&
  typeof row[1] === "string" &&
  Number.isInteger(row[2]) &&
  (row[3] === undefined ||
    typeof row[3] === "string" ||
    (isObject(row[3]) && Object.values(row[3]).every(value => typeof value === "string"))) &&
  (row[4] === undefined || row[4] === null || typeof row[4] === "string");

/** Adds a row to a fingerprint, attributes in one order. */
export function digestRow(hash: Hash, [type, name, size, facts, namespace]: Row): void {
  hash.add(`${type} ${size} ${name} ${namespace ?? ""}`);
  if (typeof facts === "string") hash.add(facts);
  else if (facts) for (const key of Object.keys(facts).sort()) hash.add(`${key}=${facts[key]}`);
}

/** Two 32-bit multiplicative hashes side by side (after cyrb53); needs no secure context, as `crypto.subtle` would. */
export class Hash {
  private high = 0xdeadbeef;
  private low = 0x41c6ce57;

  add(text: string): void {
    let { high, low } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
    // Where one text ends and the next begins counts too.
    this.high = Math.imul(high ^ (high >>> 16) ^ text.length, 2246822507);
    this.low = Math.imul(low ^ (low >>> 15) ^ text.length, 3266489909);
  }

  /** 16 hexadecimal digits. */
  digits(): string {
    const mix = (a: number, b: number) => {
      const mixed = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
      return (mixed >>> 0).toString(16).padStart(8, "0");
    };
    return mix(this.high, this.low) + mix(this.low, this.high);
  }
}
