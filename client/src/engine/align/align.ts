import { digestRow, Hash, type Row } from "../base/rows";

/** Which nodes of one base are which of another. */
export interface Alignment {
  /** The target's number for each of the source's; -1 where it has none. */
  readonly targets: Int32Array;
  /** Source numbers whose counterpart is only likely: nothing may be changed there. */
  readonly doubtful: Set<number>;
}

/** A base with what alignment asks of it again and again. */
interface Tree {
  rows: Row[];
  /** Digits over each subtree. */
  hashes: string[];
}

/**
 * Aligns the bases of two loads of a page that differ: a greeting, a token, one more menu entry, a section elsewhere. First by ids
 * and by subtrees that are equal and of which there is one, wherever they stand; then from the top down among siblings: by keys,
 * equality, likeness. Of several that are alike a pair is sure only where both sides have as many left, and what tells one from its
 * siblings, its texts, is found in its counterpart.
 */
export function align(sourceRows: Row[], targetRows: Row[]): Alignment {
  const [source, target] = [treeOf(sourceRows), treeOf(targetRows)];
  const targets = new Int32Array(sourceRows.length).fill(-1);
  const sources = new Int32Array(targetRows.length).fill(-1);
  const doubtful = new Set<number>();

  const pair = (s: number, t: number): boolean => {
    if (targets[s]! >= 0 || sources[t]! >= 0 || nature(source.rows[s]!) !== nature(target.rows[t]!)) return false;
    targets[s] = t;
    sources[t] = s;
    return true;
  };
  const pairEqual = (s: number, t: number) => {
    for (let below = 0; below < source.rows[s]![2]; below++) pair(s + below, t + below);
  };
  const open = (tree: Tree, paired: Int32Array, parent: number) =>
    childrenOf(tree, parent).filter(child => paired[child]! < 0);

  /** Pairs children that share a sign, in order; `isKey`: where each side has one with it, they are the same whatever else they say. */
  const pairChildren = (
    s: number,
    t: number,
    sign: (tree: Tree, number: number) => string | undefined,
    isKey: boolean,
  ) => {
    const bySign = (tree: Tree, numbers: number[]) => groupBy(numbers, number => sign(tree, number));
    const theirs = bySign(target, open(target, sources, t));
    let all: Map<string, number[]> | undefined;
    for (const [key, mine] of bySign(source, open(source, targets, s))) {
      const others = theirs.get(key) ?? [];
      if (!others.length) continue;
      const isOne = isKey && mine.length === 1 && others.length === 1;
      const isVague = mine.length !== others.length || doubtful.has(s);
      all ??= bySign(source, childrenOf(source, s));
      const owns = isOne || isVague ? undefined : ownTexts(source, all.get(key)!);
      for (const [index, number] of mine.slice(0, others.length).entries()) {
        const other = others[index]!;
        if (!pair(number, other) || isOne) continue;
        if (isVague || isStranger(owns?.get(number) ?? [], other)) doubtful.add(number);
      }
    }
  };

  /** Whether nothing of what tells a node from its siblings is found in its like. */
  const isStranger = (own: string[], other: number) => {
    const texts = textsIn(target, other);
    return own.length > 0 && !own.some(text => texts.has(text));
  };

  pair(0, 0);
  for (const [s, t] of uniquePairs(source, target, (tree, number) => attribute(tree, number, "id"))) pair(s, t);
  for (const [s, t] of uniquePairs(source, target, (tree, number) =>
    tree.rows[number]![0] === 1 ? tree.hashes[number] : undefined,
  )) {
    pairEqual(s, t);
  }
  for (let s = 0; s < sourceRows.length; s++) {
    const t = targets[s]!;
    if (t < 0) continue;
    pairChildren(s, t, keyOf, true);
    pairChildren(s, t, (tree, number) => tree.hashes[number], false);
    pairChildren(s, t, likeness, false);
    pairChildren(s, t, (tree, number) => nature(tree.rows[number]!), false);
  }
  return { targets, doubtful };
}

/** Numbers of a node's children, its fragment included. */
export function childrenOf({ rows }: Pick<Tree, "rows">, parent: number): number[] {
  const children: number[] = [];
  const end = parent + rows[parent]![2];
  for (let child = parent + 1; child < end; child += rows[child]![2]) children.push(child);
  return children;
}

function treeOf(rows: Row[]): Tree {
  const hashes: string[] = new Array(rows.length);
  for (let number = rows.length - 1; number >= 0; number--) {
    const hash = new Hash();
    digestRow(hash, rows[number]!);
    for (const child of childrenOf({ rows }, number)) hash.add(hashes[child]!);
    hashes[number] = hash.digits();
  }
  return { rows, hashes };
}

function textsIn({ rows }: Tree, top: number): Set<string> {
  const texts = new Set<string>();
  for (let number = top; number < top + rows[top]![2]; number++) {
    const [type, , , text] = rows[number]!;
    if (type === 3 && (text as string).trim()) texts.add((text as string).trim());
  }
  return texts;
}

/** For each node of a group the texts that no other of them holds; nothing for one that is alone. */
function ownTexts(tree: Tree, group: number[]): Map<number, string[]> {
  if (group.length === 1) return new Map();
  const texts = group.map(number => textsIn(tree, number));
  const counts = new Map<string, number>();
  for (const text of texts.flatMap(held => [...held])) counts.set(text, (counts.get(text) ?? 0) + 1);
  return new Map(group.map((number, index) => [number, [...texts[index]!].filter(text => counts.get(text) === 1)]));
}

/** What a node is and remains; of a box or a button to tick, what it stands for. */
function nature([type, name, , facts, namespace]: Row): string {
  const { is = "", type: kind = "", value = "" } = typeof facts === "object" ? facts : {};
  return `${type} ${name} ${namespace ?? ""} ${is} ${/^(radio|checkbox)$/i.test(kind) ? value : ""}`;
}

function attribute({ rows }: Tree, number: number, name: string): string | undefined {
  const facts = rows[number]![3];
  return typeof facts === "object" && Object.hasOwn(facts, name) ? facts[name] : undefined;
}

function keyOf(tree: Tree, number: number): string | undefined {
  const key = attribute(tree, number, "id") ?? attribute(tree, number, "data-key") ?? attribute(tree, number, "name");
  return key === undefined ? undefined : `${nature(tree.rows[number]!)} ${key}`;
}

/** The same nature and the same class. */
const likeness = (tree: Tree, number: number): string | undefined => {
  const name = attribute(tree, number, "class");
  return name === undefined ? undefined : `${nature(tree.rows[number]!)} ${name}`;
};

/** Pairs of nodes with the same sign, where each tree has it once. */
function uniquePairs(
  source: Tree,
  target: Tree,
  sign: (tree: Tree, number: number) => string | undefined,
): [number, number][] {
  const once = (tree: Tree) => groupBy([...tree.rows.keys()], number => sign(tree, number));
  const theirs = once(target);
  return [...once(source)].flatMap<[number, number]>(([key, [number, ...more]]) => {
    const [other, ...others] = theirs.get(key) ?? [];
    return other === undefined || more.length || others.length ? [] : [[number!, other]];
  });
}

/** Groups numbers by their sign, in order; those without one are left out. */
function groupBy(numbers: number[], sign: (number: number) => string | undefined): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const number of numbers) {
    const key = sign(number);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(number);
    else groups.set(key, [number]);
  }
  return groups;
}
