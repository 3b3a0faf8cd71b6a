import { attribute, isBlank, MUTE, type Tree } from "./tree";

/** Nodes of one tree that stand side by side or share a sign. */
export interface Side {
  tree: Tree;
  /** The numbers that nodes of this tree are paired with; -1 where they have none yet. */
  paired: Int32Array;
  all: number[];
  /** What one of them says, in order, each once. */
  said(number: number): number[];
}

/** Siblings; what says nothing itself, or is often alike, is known by what stands before it, a box to tick also by what stands after it. */
export function sideOf(tree: Tree, paired: Int32Array, all: number[]): Side {
  const labels = new Map<number, number[]>();
  const seen = all.filter(number => !isBlank(tree.rows[number]));
  const label = (where: string, index: number): number[] => {
    const number = seen[index];
    if (number === undefined || tree.rows[number]![1] === "SELECT") return [];
    const said = saidIn(tree, number, false);
    return said.length ? [tree.names.of(where + said)] : [];
  };
  for (const [index, number] of seen.entries()) {
    if (!isLabelled(tree, number)) continue;
    const after = /^(radio|checkbox)$/i.test(attribute(tree, number, "type")) ? label(">", index + 1) : [];
    labels.set(number, [...label("<", index - 1), ...after]);
  }
  const known = new Map<number, number[]>();
  const said = (number: number) => {
    const all = known.get(number) ?? [...(labels.get(number) ?? []), ...saidIn(tree, number)];
    known.set(number, all);
    return all;
  };
  return { tree, paired, all, said };
}

/** Whether an element is known by what stands beside it. */
export const isLabelled = (tree: Tree, number: number): boolean =>
  tree.rows[number]![0] === 1 && (tree.rows[number]![1] === "SELECT" || tree.weights[number] === MUTE);

/** Those that have no counterpart yet. */
export const open = ({ all, paired }: Side): number[] => all.filter(number => paired[number]! < 0);

/** The parts of a side whose nodes share a sign. */
export const groupsOf = (side: Side, signs: Int32Array): Map<number, Side> =>
  new Map([...groupBy(side.all, number => signs[number]!)].map(([sign, all]) => [sign, { ...side, all }]));

/** Who alone of some siblings says something; -1 where several do. */
export function speakers({ all, said }: Side): Map<number, number> {
  const speakers = new Map<number, number>();
  for (const number of all) for (const saying of said(number)) speakers.set(saying, speakers.has(saying) ? -1 : number);
  return speakers;
}

/** What a subtree says: its texts, each with the name of what it stands in, and the keys that its author gave; see {@link isKey}. */
export function saidIn(tree: Tree, top: number, withKeys = true): number[] {
  const said = new Set<number>();
  for (let number = top; number < tree.ends[top]!; number++) {
    const row = tree.rows[number]!;
    if (withKeys) for (const key of tree.keys[number] ?? []) said.add(-2 * key - (number === top ? 2 : 1));
    if (row[0] === 3 && !isBlank(row)) {
      const parent = tree.parents[number]!;
      said.add(tree.names.both(tree.outsides[number]!, parent < 0 ? 0 : tree.natures[parent]!));
    }
  }
  return [...said];
}

/** Whether something is said by a key, and whether by a node's own. */
export const isKey = (saying: number | undefined): boolean => saying! < 0;
export const isOwnKey = (saying: number): boolean => saying < 0 && saying % 2 === 0;

/** Groups numbers by a sign, in order. */
export function groupBy<K>(numbers: number[], sign: (number: number) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>();
  for (const number of numbers) {
    const key = sign(number);
    const group = groups.get(key);
    if (group) group.push(number);
    else groups.set(key, [number]);
  }
  return groups;
}
