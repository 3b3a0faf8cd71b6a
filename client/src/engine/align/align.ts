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
  /** What was found out of each node: see {@link outside} and {@link saidIn}. */
  outsides: string[];
  said: string[][];
}

/** What nodes must have in common; `undefined` has nothing. */
type Sign = (tree: Tree, number: number) => string | undefined;

/** Nodes of one tree that stand side by side or share a sign. */
interface Side {
  tree: Tree;
  /** The numbers that nodes of this tree are paired with; -1 where they have none yet. */
  paired: Int32Array;
  all: number[];
  /** What one of them says. */
  said(number: number): string[];
}

/**
 * Aligns the bases of two loads of a page that differ: a greeting, a token, one more menu entry, a section elsewhere. First by ids and by
 * subtrees that are equal, say enough to be known anywhere, and of which there is one; then from the top down among siblings: by keys, and
 * by what they say. A pair is sure if it shares what no sibling says and nothing speaks for another one, if both say the same and there are
 * as many of it on both sides, or if it is alone in its role. All else is doubtful.
 */
export function align(sourceRows: Row[], targetRows: Row[]): Alignment {
  const [source, target] = [treeOf(sourceRows), treeOf(targetRows)];
  const targets = new Int32Array(sourceRows.length).fill(-1);
  const sources = new Int32Array(targetRows.length).fill(-1);
  const doubtful = new Set<number>();

  const pair = (s: number, t: number, isSure = true) => {
    if (targets[s]! >= 0 || sources[t]! >= 0 || nature(source, s) !== nature(target, t)) return;
    targets[s] = t;
    sources[t] = s;
    if (!isSure) doubtful.add(s);
  };
  const pairInOrder = (mine: number[], theirs: number[], isSure?: boolean) => {
    for (const [index, number] of mine.slice(0, theirs.length).entries()) pair(number, theirs[index]!, isSure);
  };

  const pairChildren = (s: number, t: number) => {
    const [mine, theirs] = [childrenOf(source, s), childrenOf(target, t)];
    const isVague = doubtful.has(s);
    // Cells are what their columns are.
    const [cells, others] = [cellsOf(source, mine), cellsOf(target, theirs)];
    if (cells.length === others.length) pairInOrder(cells, others, !isVague);
    const one = sideOf(source, targets, unwrapped(source, mine, target, theirs));
    const other = sideOf(target, sources, unwrapped(target, theirs, source, mine));
    for (const step of [pairSpeaking, pairAlike, pairLeft]) {
      for (const sign of [outside, nature]) {
        const groups = groupsOf(other, sign);
        for (const [key, a] of groupsOf(one, sign)) {
          const b = groups.get(key);
          if (b) step(a, b, isVague);
        }
      }
    }
  };

  /** Pairs those that share what no sibling says; their own keys say enough, whatever else is said. */
  const pairSpeaking = (a: Side, b: Side, isVague: boolean) => {
    const [mine, theirs] = [speakers(a), speakers(b)];
    for (const number of open(a)) {
      const own = a.said(number).filter(saying => mine.get(saying) === number);
      const found = own.filter(saying => theirs.get(saying)! >= 0);
      const other = theirs.get(found[0]!)!;
      const others = found.length ? b.said(other).filter(saying => theirs.get(saying) === other) : [];
      if (
        found[0]?.startsWith("==") ||
        (!isVague &&
          found.length &&
          found.every(saying => theirs.get(saying) === other) &&
          others.every(saying => (mine.get(saying) ?? number) === number) &&
          // What leads names the whole.
          own[0] === others[0] &&
          isWithin(source, number, found) === isWithin(target, other, found))
      )
        pair(number, other);
    }
  };

  /** Pairs those that say the same, if there are as many; and those that are alone in their role, or say nothing to the contrary. */
  const pairAlike = (a: Side, b: Side, isVague: boolean) => {
    const bySaid = (side: Side) => groupBy(open(side), number => `${side.said(number)}`);
    const theirs = bySaid(b);
    const isAlone = a.all.length + b.all.length === 2;
    for (const [said, numbers] of isVague ? [] : bySaid(a)) {
      const others = theirs.get(said) ?? [];
      if (numbers.length === others.length) pairInOrder(numbers, others);
      else if (isAlone && (!said || theirs.has("") || ROLES.test(sourceRows[numbers[0]!]![1])))
        pairInOrder(numbers, open(b));
    }
  };

  const pairLeft = (a: Side, b: Side) => pairInOrder(open(a), open(b), false);

  pair(0, 0);
  for (const [sign, isWhole] of [
    [(tree: Tree, number: number) => attribute(tree, number, "id"), false],
    [(tree: Tree, number: number) => tree.hashes[number], true],
  ] as const) {
    const once = (tree: Tree) => groupBy([...tree.rows.keys()], number => sign(tree, number));
    const theirs = once(target);
    for (const [key, [s, ...more]] of once(source)) {
      const [t, ...others] = theirs.get(key) ?? [];
      if (t === undefined || more.length || others.length) continue;
      // Known wherever it stands: it says more than one thing, or one at length.
      const size = isWhole ? (`${saidIn(source, s!)}`.match(/,.|.{20}/s) ? sourceRows[s!]![2] : 0) : 1;
      for (let below = 0; below < size; below++) pair(s! + below, t + below);
    }
  }
  for (let s = 0; s < sourceRows.length; s++) {
    const t = targets[s]!;
    if (t < 0) continue;
    // Of what is equal, so is all that is below; most of two pages is.
    if (source.hashes[s] === target.hashes[t] && !doubtful.has(s)) {
      for (let below = 1; below < sourceRows[s]![2]; below++) pair(s + below, t + below);
    } else pairChildren(s, t);
  }
  return { targets, doubtful };
}

/** Whose part in a parent is told by the name alone where there is one of it, whatever is in it. */
const ROLES =
  /^(HTML|HEAD|BODY|TITLE|MAIN|NAV|HEADER|FOOTER|ASIDE|FORM|[UOD]L|TABLE|CAPTION|TBODY|THEAD|TFOOT|SELECT|FIELDSET|LEGEND|SUMMARY|H\d|#.*)$/;

/** Siblings; what says nothing itself, or is often alike, is known by what stands before it, a box to tick also by what stands after it. */
function sideOf(tree: Tree, paired: Int32Array, all: number[]): Side {
  const labels = new Map<number, string[]>();
  const seen = all.filter(number => !isBlank(tree.rows[number]!));
  const label = (where: string, index: number): string[] => {
    const number = seen[index];
    if (number === undefined || tree.rows[number]![1] === "SELECT") return [];
    const said = saidIn(tree, number).filter(saying => !isKey(saying));
    return said.length ? [where + said] : [];
  };
  for (const [index, number] of seen.entries()) {
    const [type, name] = tree.rows[number]!;
    if (type !== 1 || (name !== "SELECT" && saidIn(tree, number).length)) continue;
    const after = /^(radio|checkbox)$/i.test(attribute(tree, number, "type") ?? "") ? label(">", index + 1) : [];
    labels.set(number, [...label("<", index - 1), ...after]);
  }
  return {
    tree,
    paired,
    all,
    said: number => [...(labels.get(number) ?? []), ...saidIn(tree, number)],
  };
}

const open = ({ all, paired }: Side): number[] => all.filter(number => paired[number]! < 0);

const groupsOf = (side: Side, sign: Sign): Map<string, Side> =>
  new Map([...groupBy(side.all, number => sign(side.tree, number))].map(([key, all]) => [key, { ...side, all }]));

/** Who alone of some siblings says something; -1 where several do. */
function speakers({ all, said }: Side): Map<string, number> {
  const speakers = new Map<string, number>();
  for (const number of all) for (const saying of said(number)) speakers.set(saying, speakers.has(saying) ? -1 : number);
  return speakers;
}

/** Children, and those within boxes that the other side does not have around them. */
function unwrapped(tree: Tree, children: number[], otherTree: Tree, others: number[]): number[] {
  const known = new Set(others.map(other => outside(otherTree, other)));
  const isKnown = (number: number) => known.has(outside(tree, number));
  const unwrap = (number: number): number[] => {
    if (!/^(DIV|MAIN)$/.test(tree.rows[number]![1]) || isKnown(number)) return [number];
    const inner = childrenOf(tree, number).flatMap(unwrap);
    return inner.some(child => tree.rows[child]![0] === 1 && isKnown(child)) ? inner : [number];
  };
  return children.flatMap(unwrap);
}

const cellsOf = ({ rows }: Tree, numbers: number[]): number[] =>
  numbers.filter(number => /^T[DH]$/.test(rows[number]![1]));

const isKey = (saying: string): boolean => saying[0] === "=";

/** What a subtree says, in order, each once: its texts, and the keys that its author gave. */
function saidIn(tree: Tree, top: number): string[] {
  const known = tree.said[top];
  if (known) return known;
  const said = new Set<string>();
  for (let number = top; number < top + tree.rows[top]![2]; number++)
    for (const saying of saidBy(tree.rows[number]!, number === top)) said.add(saying);
  const all = [...said];
  tree.said[top] = all;
  return all;
}

function saidBy([type, , , facts]: Row, isTop: boolean): string[] {
  if (typeof facts !== "object") return type === 3 && facts?.trim() ? [`"${facts.trim()}`] : [];
  return KEYS.filter(key => facts.type !== "hidden" && /^[^#]/.test(facts[key] ?? "")).map(
    key => `=${isTop ? "=" : ""}${key} ${facts[key]}`,
  );
}

const KEYS = ["id", "data-key", "name", "href", "for"];

/** Whether something of the same nature within a node says all of this: then the node itself may be what was put around it. */
function isWithin(tree: Tree, top: number, said: string[]): boolean {
  for (let number = top + 1; number < top + tree.rows[top]![2]; number++) {
    if (tree.rows[number]![1] !== tree.rows[top]![1]) continue;
    const inner = saidIn(tree, number);
    if (said.every(saying => inner.includes(saying))) return true;
  }
  return false;
}

/** White space between what is seen. */
const isBlank = ([type, , , text]: Row): boolean => type === 3 && !(text as string).trim();

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
  return { rows, hashes, outsides: [], said: [] };
}

/** What a node is and remains; of a box or a button to tick, what it stands for. */
function nature({ rows }: Tree, number: number): string {
  const [type, name, , facts, namespace] = rows[number]!;
  const { is = "", type: kind = "", value = "" } = typeof facts === "object" ? facts : {};
  return `${type} ${name} ${namespace ?? ""} ${is} ${/^(radio|checkbox)$/i.test(kind) ? value : ""}`;
}

function attribute({ rows }: Tree, number: number, name: string): string | undefined {
  const facts = rows[number]![3];
  return typeof facts === "object" && Object.hasOwn(facts, name) ? facts[name] : undefined;
}

/** A node without what is below it. */
function outside(tree: Tree, number: number): string {
  tree.outsides[number] ??= nature(tree, number) + JSON.stringify(Object.entries(tree.rows[number]![3] ?? {}).sort());
  return tree.outsides[number]!;
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
