import { groupBy, groupsOf, isKey, isLabelled, isOwnKey, open, type Side, sideOf, speakers } from "./side";
import { attribute, childrenOf, MUCH, names, type Rows, type Tree, treeOf } from "./tree";

/** Which nodes of one base are which of another. */
export interface Alignment {
  /** The target's number for each of the source's; -1 where it has none. */
  readonly targets: Int32Array;
  /** Source numbers whose counterpart is only likely: nothing may be changed there. */
  readonly doubtful: Set<number>;
}

/**
 * Aligns the bases of two loads of a page that differ: a greeting, a token, one more menu entry, a section elsewhere. From the top down,
 * siblings are paired by what is equal in them, by keys, by what leads them, by what they say, and by their role; what is left, wherever it
 * stands, by ids and by what it says at length. A pair is sure if something speaks for it and nothing for another one: whatever two readings
 * of what happened to the page explain alike is doubtful. Yields now and then, so that it can be done in slices.
 */
export function* align(mine: Rows, theirs: Rows): Generator<void, Alignment> {
  const known = names();
  const source = yield* treeOf(mine, known);
  const target = yield* treeOf(theirs, known);
  const targets = new Int32Array(source.rows.length).fill(-1);
  const sources = new Int32Array(target.rows.length).fill(-1);
  const doubtful = new Set<number>();
  /** Where that is of which a page has one: ids, and what says much. */
  const places = [];
  for (const tree of [source, target])
    places.push([yield* onlyOnes(tree, idOf), yield* onlyOnes(tree, muchOf)] as const);
  const [[ownIds, ownMuch], [ids, much]] = places as [Places, Places];
  const twin = (mine: Map<unknown, number>, theirs: Map<unknown, number>, sign: unknown): number =>
    mine.get(sign)! >= 0 ? (theirs.get(sign) ?? -1) : -1;
  const isOther = (found: number, number: number) => found >= 0 && found !== number;
  /** Whether one of them has its id, or its equal, elsewhere. */
  const isDenied = (s: number, t: number): boolean =>
    isOther(twin(ownIds, ids, idOf(source, s)), t) ||
    isOther(twin(ids, ownIds, idOf(target, t)), s) ||
    isOther(twin(ownMuch, much, muchOf(source, s)), t) ||
    isOther(twin(much, ownMuch, muchOf(target, t)), s);

  const pair = (s: number, t: number, isSure = true) => {
    if (source.natures[s] !== target.natures[t] || isDenied(s, t)) return;
    if (join(s, t) && !isSure) doubtful.add(s);
  };
  const join = (s: number, t: number): boolean => {
    const isFree = targets[s]! < 0 && sources[t]! < 0;
    if (isFree) [targets[s], sources[t]] = [t, s];
    return isFree;
  };
  const pairInOrder = (mine: number[], theirs: number[], isSure?: boolean) => {
    for (const [index, number] of mine.slice(0, theirs.length).entries()) pair(number, theirs[index]!, isSure);
  };

  function* pairChildren(s: number, t: number): Generator<void> {
    const [mine, theirs] = [childrenOf(source.ends, s), childrenOf(target.ends, t)];
    const isVague = doubtful.has(s);
    const one = sideOf(source, targets, unwrapped(source, mine, target, theirs));
    const other = sideOf(target, sources, unwrapped(target, theirs, source, mine));
    if (!isVague) pairEqual(one, other);
    yield;
    const [cells, others] = [cellsOf(source, mine), cellsOf(target, theirs)];
    // Cells are what their columns are, unless one is found in another column.
    if (
      cells.length === others.length &&
      cells.every((cell, index) => targets[cell]! < 0 || targets[cell] === others[index])
    )
      pairInOrder(cells, others, !isVague);
    for (const step of [pairSpeaking, pairAlike, pairLeft]) {
      for (const signs of ["outsides", "natures"] as const) {
        if (open(one).length === 0 || open(other).length === 0) return;
        const groups = groupsOf(other, target[signs]);
        for (const [sign, a] of groupsOf(one, source[signs])) {
          const b = groups.get(sign);
          if (b && open(a).length && open(b).length) step(a, b, isVague, signs === "natures");
        }
        yield;
      }
    }
  }

  /** Pairs those that are equal, if there are as many on both sides and nothing beside them tells them apart. */
  const pairEqual = (a: Side, b: Side) => {
    const theirs = groupBy(open(b), number => target.wholes[number]!);
    for (const [whole, numbers] of groupBy(open(a), number => source.wholes[number]!)) {
      const others = theirs.get(whole);
      if (others?.length === numbers.length && !isLabelled(source, numbers[0]!)) pairInOrder(numbers, others);
    }
  };

  /** Pairs those that share what no sibling says. */
  const pairSpeaking = (a: Side, b: Side, isVague: boolean, areAll: boolean) => {
    const [mine, theirs] = [speakers(a), speakers(b)];
    const isLone = a.all.length + b.all.length === 2;
    const isRow = /^(LI|TR|OPTION)$/.test(source.rows[a.all[0]!]![1]);
    for (const number of open(a)) {
      const own = a.said(number).filter(saying => mine.get(saying) === number);
      const found = own.filter(saying => theirs.get(saying)! >= 0);
      const key = found.find(isOwnKey);
      const other = theirs.get(key ?? found[0]!);
      if (other === undefined) continue;
      const others = b.said(other).filter(saying => theirs.get(saying) === other);
      const isTold = (saying: number | undefined) => theirs.get(saying!) === other;
      const [lead, otherLead] = [own, others].map(said => said.find(saying => !isKey(saying)));
      // Its own key says enough, unless its name is that of another one of them all.
      const isKeyed =
        areAll && key !== undefined && isMine(theirs.get(lead!), other) && isMine(mine.get(otherLead!), number);
      // A lone box is also known by all that it says, if more or less is said beside it, or by so much of it as no row of a list says.
      const [least, most] = [own.length, others.length].sort((a, b) => a - b) as [number, number];
      const isMost =
        found.length > 1 && (found.length === least || (found.length >= PART && found.length * 4 > most * 3));
      // What leads names the whole, or a key does.
      const isNamed =
        (lead !== undefined && lead === otherLead) || (isLone ? !isRow && isMost : isTold(own.find(isKey)));
      if (
        isKeyed ||
        (!isVague && isNamed && found.every(isTold) && others.every(saying => (mine.get(saying) ?? number) === number))
      )
        pair(number, other);
      else if (areAll && key !== undefined) pair(number, other, false);
    }
  };

  /** Pairs those that say the same, if there are as many; and those that are alone in their role, or say nothing to the contrary. */
  const pairAlike = (a: Side, b: Side, isVague: boolean) => {
    if (isVague) return;
    const bySaid = (side: Side) =>
      groupBy(open(side), number => `${side.said(number)}` || `=${marksOf(side.tree, number)}`);
    const theirs = bySaid(b);
    const isLone = a.all.length + b.all.length === 2;
    const isMute =
      [a, b].some(side => !side.said(side.all[0]!).length) && kindOf(source, a.all[0]!) === kindOf(target, b.all[0]!);
    for (const [said, numbers] of bySaid(a)) {
      const others = theirs.get(said) ?? [];
      if (numbers.length === others.length) pairInOrder(numbers, others);
      else if (isLone && (isMute || ROLES.test(source.rows[numbers[0]!]![1]))) pairInOrder(numbers, open(b));
    }
  };

  const pairLeft = (a: Side, b: Side) => pairInOrder(open(a), open(b), false);

  /** Whether a node that stands elsewhere may have come from there: not from one row of a list into another. */
  const isMoved = (s: number, t: number): boolean => {
    let [from, to] = [s, t];
    let above = source.parents[s]!;
    for (; above > 0 && !isSureAround(above, t); above = source.parents[from]!) from = above;
    while (target.parents[to] !== targets[above]) to = target.parents[to]!;
    return from === s || to === t || kindOf(source, from) !== kindOf(target, to);
  };
  const isSureAround = (s: number, t: number): boolean => {
    const own = targets[s]!;
    return own >= 0 && !doubtful.has(s) && own < t && t < target.ends[own]!;
  };

  pair(0, 0);
  for (let s = 0; s < source.rows.length; s++) {
    if (s % 256 === 0) yield;
    const id = twin(ownIds, ids, idOf(source, s));
    const equal = twin(ownMuch, much, muchOf(source, s));
    if (id >= 0) pair(s, id);
    if (targets[s]! < 0 && equal >= 0 && isMoved(s, equal)) pair(s, equal);
    const t = targets[s]!;
    if (t < 0) continue;
    // Of what is equal, so is all that is below; most of two pages is.
    if (source.wholes[s] === target.wholes[t] && !doubtful.has(s)) {
      const end = source.ends[s]!;
      for (let below = s + 1; below < end; below++) join(below, t + below - s);
      s = end - 1;
    } else yield* pairChildren(s, t);
  }
  return { targets, doubtful };
}

/** How many things a lone box says on both pages to be known by them, though another name leads it: more than any row of a list. */
const PART = 8;

/** Whose part in a parent is told by the name alone where there is one of it, whatever is in it. */
const ROLES =
  /^(HTML|HEAD|BODY|TITLE|MAIN|NAV|HEADER|FOOTER|ASIDE|FORM|[UOD]L|TABLE|CAPTION|TBODY|THEAD|TFOOT|SELECT|FIELDSET|LEGEND|SUMMARY|H\d|#.*)$/;

type Places = readonly [ids: Map<unknown, number>, much: Map<unknown, number>];

/** Nodes by a sign; -1 where several have it. */
function* onlyOnes(tree: Tree, sign: (tree: Tree, number: number) => unknown): Generator<void, Map<unknown, number>> {
  const places = new Map<unknown, number>();
  for (const number of tree.rows.keys()) {
    if (number % 256 === 0) yield;
    const key = sign(tree, number);
    if (key) places.set(key, places.has(key) ? -1 : number);
  }
  return places;
}

const idOf = (tree: Tree, number: number): string => attribute(tree, number, "id");
const muchOf = ({ weights, wholes }: Tree, number: number): number | false =>
  weights[number] === MUCH && wholes[number]!;

/** Whether what is said by nobody, by several, or by this one, speaks for no other one. */
const isMine = (speaker = -1, number: number): boolean => speaker < 0 || speaker === number;

/** What tells apart what says nothing: its attributes, but for what only says how it looks. */
const marksOf = ({ rows }: Tree, number: number): string =>
  JSON.stringify(
    Object.entries(rows[number]![3] ?? {})
      .filter(([key]) => key !== "class" && key !== "style")
      .sort(),
  );

/** What a node is, its class too: rows of a list are of one kind. */
const kindOf = (tree: Tree, number: number): string =>
  `${tree.natures[number]} ${attribute(tree, number, "class").trim().split(/\s/)[0]}`;

/** Children, and those within boxes that the other side does not have around them. */
function unwrapped(tree: Tree, children: number[], otherTree: Tree, others: number[]): number[] {
  const known = new Set(others.map(other => otherTree.outsides[other]));
  const isKnown = (number: number) => known.has(tree.outsides[number]!);
  const unwrap = (number: number): number[] => {
    if (!/^(DIV|MAIN)$/.test(tree.rows[number]![1]) || isKnown(number)) return [number];
    const inner = childrenOf(tree.ends, number).flatMap(unwrap);
    return inner.some(child => tree.rows[child]![0] === 1 && isKnown(child)) ? inner : [number];
  };
  return children.flatMap(unwrap);
}

const cellsOf = ({ rows }: Tree, numbers: number[]): number[] =>
  numbers.filter(number => /^T[DH]$/.test(rows[number]![1]));
