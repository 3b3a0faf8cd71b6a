import type { Row } from "../base/rows";

/** A base as rows, with its shape. */
export interface Rows {
  rows: Row[];
  parents: ArrayLike<number>;
  ends: ArrayLike<number>;
}

/** A base as alignment sees it. Numbers of two trees made together are the same for what is the same. */
export interface Tree extends Rows {
  names: Names;
  /** What each node is and remains; of a box or a button to tick, what it stands for. */
  natures: Int32Array;
  /** Each node with its attributes or its text, without what is below it. */
  outsides: Int32Array;
  /** Each node with all that is below it. */
  wholes: Int32Array;
  /** The keys that its author gave a node. */
  keys: (number[] | undefined)[];
  /** What each subtree says: {@link MUTE}, {@link MUCH}, or the one thing. */
  weights: Int32Array;
}

/** Numbers for whatever is the same. */
export interface Names {
  of(what: string | number): number;
  /** For two numbers together. */
  both(first: number, second: number): number;
}

export const MUTE = -1;
/** More than one thing, or one at length: enough to be known wherever it stands. */
export const MUCH = -2;

/** From how many characters on one thing is much. */
const LENGTH = 20;

/** What authors tell nodes apart by. */
const KEYS = ["id", "data-key", "name", "href", "for", "aria-label", "placeholder", "alt"];

export function names(): Names {
  const known = new Map<string | number, number>();
  const of = (what: string | number) => {
    const number = known.get(what) ?? known.size;
    if (number === known.size) known.set(what, number);
    return number;
  };
  return { of, both: (first, second) => of(first * 2 ** 26 + second) };
}

/** Reads a tree from the last row on, so that what is below a node is known before it. Yields now and then. */
export function* treeOf(base: Rows, names: Names): Generator<void, Tree> {
  const { rows, ends } = base;
  const numbers = () => new Int32Array(rows.length);
  const tree: Tree = {
    ...base,
    names,
    natures: numbers(),
    outsides: numbers(),
    wholes: numbers(),
    keys: [],
    weights: numbers(),
  };
  const { natures, outsides, wholes, keys, weights } = tree;
  for (let number = rows.length - 1; number >= 0; number--) {
    if (number % 256 === 0) yield;
    const [type, name, , facts, namespace] = rows[number]!;
    let nature = `${type} ${name} ${namespace ?? ""}`;
    let outside = "";
    let weight = MUTE;
    if (typeof facts === "string") {
      // White space around a text says nothing.
      outside = `"${facts.trim()}`;
      if (type === 3 && outside.length > 1) weight = outside.length > LENGTH ? MUCH : names.of(outside);
    } else if (facts) {
      const { is = "", type: kind = "", value = "" } = facts;
      nature += ` ${is} ${/^(radio|checkbox)$/i.test(kind) ? value : ""}`;
      for (const key of Object.keys(facts).sort()) outside += `\n${key}=${facts[key]!.length} ${facts[key]}`;
      const own = keysIn(facts).map(names.of);
      if (own.length) keys[number] = own;
      for (const key of own) weight = weigh(weight, key);
    }
    natures[number] = names.of(nature);
    outsides[number] = outside ? names.both(natures[number]!, names.of(outside)) : natures[number]!;
    let whole = outsides[number]!;
    for (let child = number + 1; child < ends[number]!; child = ends[child]!) {
      whole = names.both(whole, wholes[child]!);
      weight = weigh(weight, weights[child]!);
    }
    wholes[number] = whole;
    weights[number] = weight;
  }
  return tree;
}

const weigh = (one: number, other: number): number => {
  if (other === MUTE || one === other) return one;
  return one === MUTE ? other : MUCH;
};

const keysIn = (facts: Record<string, string>): string[] =>
  facts.type === "hidden" ? [] : KEYS.filter(key => /^[^#]/.test(facts[key] ?? "")).map(key => `=${key} ${facts[key]}`);

/** White space between what is seen. */
export const isBlank = (row: Row | undefined): boolean => row?.[0] === 3 && !(row[3] as string).trim();

export function attribute({ rows }: Rows, number: number, name: string): string {
  const facts = rows[number]![3];
  return (typeof facts === "object" && Object.hasOwn(facts, name) && facts[name]) || "";
}

/** Numbers of a node's children, its fragment included. */
export function childrenOf(ends: ArrayLike<number>, parent: number): number[] {
  const children: number[] = [];
  for (let child = parent + 1; child < ends[parent]!; child = ends[child]!) children.push(child);
  return children;
}
