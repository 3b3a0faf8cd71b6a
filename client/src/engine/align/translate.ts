import { longestIncreasing } from "../apply/arrange";
import { childrenStart, isFragmentEntry, isObject, isParent, isRows, isRun } from "../apply/entries";
import { checkShapes, type SoundShape } from "../apply/shapes";
import type { Shape } from "../base/base";
import type { Row } from "../base/rows";
import type { AdoptedSheet, ControlState, Entry, NewNode, NodeChange, Patch, Remark } from "../patch";
import type { Alignment } from "./align";
import { chosenHere, optionsOf } from "./chosen";
import { childrenOf, isBlank } from "./tree";

/** A base whose rows are read one by one. */
export interface Page {
  readonly shape: Shape;
  row(number: number): Row;
}

/** A patch in the numbers of another base, and what of it could not be translated. */
export interface Translation {
  patch: Patch;
  leftOut: Remark[];
}

/**
 * Translates a sound patch from the base it was made against to this page's. Moves, removals and new nodes happen around what only this page
 * has; what only the other page had is passed over. Changes of nodes without a sure counterpart are left out, each with a remark.
 */
export function translate(
  patch: Patch,
  source: Page,
  target: Page & { readonly fingerprint: string },
  { targets, doubtful }: Alignment,
): Translation {
  const { parents: sourceParents, ends: sourceEnds } = source.shape;
  const { parents: targetParents, ends: targetEnds } = target.shape;
  const [sourceCount, targetCount] = [sourceParents.length, targetParents.length];
  const leftOut: Remark[] = [];
  const sound = checkShapes(patch.shapes);
  const { nodes: all = [] } = patch;
  const changes = all.filter(([number]) => number < sourceCount);
  /** Lists of new nodes that are too deep to stand within theirs. */
  const lower = all.filter(([number]) => number >= sourceCount);

  /** Where each base node of the source stands in a changed child list: the base node whose list that is. */
  const owners = new Map<number, number>();
  /** Those of them that stand in a new node. */
  const wrapped = new Set<number>();
  /** The number of the first new node in each list, and their count, as the source counts. */
  const starts = new Map<number, [first: number, count: number]>();
  let next = sourceCount;
  for (const [number, , children] of all) {
    if (!children) continue;
    const first = next;
    const owner = baseOwner(number);
    next += visit(sourceEnds, children, sound, (base, isInner) => {
      owners.set(base, owner);
      if (isInner || number >= sourceCount) wrapped.add(base);
    });
    starts.set(number, [first, next - first]);
  }
  const listed = new Map(changes.map(([number, , children]) => [number, children]));
  const sure = (number: number): number => (doubtful.has(number) ? -1 : targets[number]!);

  /** Target nodes that leave their first parents. */
  const leaving = new Set<number>();
  for (let s = 0; s < sourceCount; s++) {
    const parent = sourceParents[s]!;
    if (!listed.get(parent) || source.shape.typeOf(s) === 11) continue;
    const owner = owners.get(s);
    if (owner === parent && !wrapped.has(s)) continue;
    // White space that comes and goes with what it stands between says nothing.
    if (isBlank(source.row(s))) {
      if (targets[s]! >= 0) leaving.add(targets[s]!);
    } else if (owner !== undefined && sure(owner) < 0) leaveOut(s, "a move", "no_counterpart");
    else if (sure(s) >= 0) leaving.add(targets[s]!);
    else if (sure(parent) >= 0) leaveOut(s, owner === undefined ? "a removal" : "a move");
  }

  const lists = new Map<number, Placed[]>();
  const texts = new Map<number, NodeChange[1]>();
  for (const [number, change, children] of changes) {
    const own = sure(number);
    if (own < 0) {
      leaveOut(number, "changes");
      continue;
    }
    texts.set(own, change);
    if (children) lists.set(own, merge(own, number, children));
  }
  for (const number of leaving) {
    const parent = targetParents[number]!;
    if (!lists.has(parent)) lists.set(parent, merge(parent, -1, []));
  }

  const nodes = [...new Set([...texts.keys(), ...lists.keys()])]
    .sort((a, b) => a - b)
    .map<NodeChange>(number => {
      const list = lists.get(number)?.map(([entry]) => entry);
      return list ? [number, texts.get(number) ?? 0, list] : [number, texts.get(number)!];
    });
  const renumber = renumbering();
  for (const [number, , children] of lower) {
    const own = renumber(number);
    if (own !== undefined) nodes.push([own, 0, translateList(children!)]);
  }
  const shapes = patch.shapes && { shapes: patch.shapes };
  return { patch: { ...sections(), base: target.fingerprint, ...shapes, nodes }, leftOut };

  /** The base node whose list holds a node, new ones between them skipped. */
  function baseOwner(number: number): number {
    if (number < sourceCount) return number;
    const list = [...starts].find(([, [first, count]]) => number >= first && number < first + count);
    return baseOwner(list![0]);
  }

  function leaveOut(node: number, what: string, reason = targets[node]! < 0 ? "no_counterpart" : "doubtful"): void {
    leftOut.push({ reason, node, what: `${what} of ${source.row(node)[1].toLowerCase()}` });
  }

  /** What is new, with the base nodes in it in the target's numbers. */
  function translateList(entries: readonly unknown[]): Entry[] {
    return spread(sourceEnds, entries).flatMap<Entry>(entry => {
      if (typeof entry === "number") return leaving.has(targets[entry]!) ? [targets[entry]!] : [];
      if (!isParent(entry)) return [entry];
      const start = childrenStart(entry);
      return [[...entry.slice(0, start), ...translateList(entry.slice(start))] as unknown as NewNode];
    });
  }

  /**
   * Brings what came to a list, and what the source moved in it, to the list as this page has it: each before what follows it there. All
   * else keeps this page's order.
   */
  function merge(parent: number, origin: number, children: Entry[]): Placed[] {
    const entries = spread(sourceEnds, children);
    const isOwn = (entry: Entry): entry is number => typeof entry === "number" && sourceParents[entry] === origin;
    const still = longestIncreasing(entries.map(entry => (isOwn(entry) && !isBlank(source.row(entry)) ? entry : -1)));
    // What stands for the end is no node.
    const gone = new Set(leaving).add(targetCount);
    const mine = [...childrenOf(targetEnds, parent).filter(child => target.shape.typeOf(child) !== 11), targetCount];
    const places = new Map(mine.map((child, index) => [child, index]));
    /** What comes before each of them. */
    const before: Placed[][] = mine.map(() => []);
    let coming: Placed[] = [];
    /** Those of them that stood elsewhere in this list, and whether it has some that can't tell where they stand now. */
    let moved: number[] = [];
    const isVague = origin >= 0 && childrenOf(sourceEnds, origin).some(child => doubtful.has(child));
    /** How many of what comes stand before white space. */
    let parted = 0;
    const put = (place: number) => {
      if (place && isBlank(target.row(mine[place - 1]!))) before[place - 1]!.push(...coming.splice(0, parted));
      before[place]!.push(...coming);
      coming = [];
      moved = [];
      parted = 0;
    };
    let [first] = starts.get(origin) ?? [0];
    for (const [index, entry] of entries.entries()) {
      const own = targets[entry as number]!;
      const place = places.get(own);
      if (typeof entry !== "number") {
        coming.push([translateList([entry])[0]!, first]);
        first += visit(sourceEnds, [entry], sound);
        // A shadow root comes before all else.
        if (isFragmentEntry(entry)) put(0);
      } else if (leaving.has(own)) coming.push([own]);
      else if (isBlank(source.row(entry))) parted = coming.length;
      else if (!isOwn(entry)) continue;
      else if (still.has(index)) {
        if (place !== undefined && sure(entry) >= 0) put(place);
        else if (isVague) for (const number of moved.splice(0)) leaveOut(number, "the place", "doubtful");
      } else if (sure(entry) < 0) {
        if (isVague || place !== undefined) leaveOut(entry, "a move");
      } else {
        gone.add(own);
        coming.push([own]);
        moved.push(entry);
      }
    }
    put(mine.length - 1);
    return mine.flatMap((child, index) => (gone.has(child) ? before[index]! : [...before[index]!, [child]]));
  }

  /** The other sections, whose items begin with a node's number. */
  function sections(): Partial<Patch> {
    const translated: Record<string, unknown> = {};
    for (const [section, value] of Object.entries({
      ...patch,
      ...(patch.adopted && { adopted: spelledOut(patch.adopted) }),
    })) {
      if (section === "base" || section === "nodes" || section === "shapes" || !Array.isArray(value)) continue;
      const isSingle = typeof value[0] === "number";
      const items = ((isSingle ? [value] : value) as [number, ...unknown[]][]).flatMap(([number, ...rest]) => {
        const own = renumber(number);
        const here = own !== undefined && section === "form" ? formHere(number, own, rest) : rest;
        if (own === undefined) leftOut.push({ reason: "no_counterpart", node: number, what: section });
        else if (!here) leftOut.push({ reason: "doubtful", node: number, what: "chosen options" });
        return own === undefined || !here ? [] : [[own, ...here]];
      });
      if (items.length) translated[section] = isSingle ? items[0] : items;
    }
    return translated as Partial<Patch>;
  }

  function formHere(number: number, own: number, [state]: unknown[]): [ControlState] | undefined {
    if (number >= sourceCount) return [state as ControlState];
    const options = optionsOf([source, number], [target, own], sure, one => listed.get(one) !== undefined);
    const here = chosenHere(state as ControlState, options);
    return here === undefined ? undefined : [here];
  }

  function renumbering(): (number: number) => number | undefined {
    const own: [first: number, count: number, to: number][] = [];
    let to = targetCount;
    const add = (first: number, count: number) => {
      const last = own.at(-1);
      if (last && last[0] + last[1] === first) last[1] += count;
      else own.push([first, count, to]);
      to += count;
    };
    for (const [, list] of [...lists].sort(([a], [b]) => a - b))
      for (const [entry, first] of list) if (first !== undefined) add(first, visit(targetEnds, [entry], sound));
    const renumber = (number: number) => {
      if (number < sourceCount) return sure(number) < 0 ? undefined : sure(number);
      const range = own.find(([first, count]) => number >= first && number < first + count);
      return range && range[2] + number - range[0];
    };
    for (const [number] of lower) if (renumber(number) !== undefined) add(...starts.get(number)!);
    return renumber;
  }
}

/** An entry; of what is new also the number of its first node, as the source counts. */
type Placed = [entry: Entry, first?: number];

/** With each sheet described where it stands: the places of descriptions would change with items that are left out. */
function spelledOut(adopted: NonNullable<Patch["adopted"]>): NonNullable<Patch["adopted"]> {
  const described = adopted.flatMap(([, ...sheets]) => sheets.filter(isObject)) as AdoptedSheet[];
  return adopted.map(([number, ...sheets]) => [
    number,
    ...sheets.map(sheet => (typeof sheet === "number" && sheet < 0 ? (described[-1 - sheet] ?? sheet) : sheet)),
  ]);
}

/** With the numbers of each run in its place. */
const spread = (ends: ArrayLike<number>, entries: readonly unknown[]): Exclude<Entry, [number, number]>[] =>
  (entries as Entry[]).flatMap<Exclude<Entry, [number, number]>>(entry =>
    isRun(entry) ? siblings(ends, entry) : [entry],
  );

/** The numbers of a run. */
function siblings(ends: ArrayLike<number>, [first, count]: [number, number]): number[] {
  const numbers: number[] = [];
  for (let number = first; numbers.length < count && number < ends.length; number = ends[number]!) numbers.push(number);
  return numbers;
}

/** Visits the base nodes in a list and in what is new in it; the count of its new nodes. */
function visit(
  ends: ArrayLike<number>,
  entries: readonly unknown[],
  shapes: readonly SoundShape[],
  found: (base: number, isInner: boolean) => void = () => {},
): number {
  let count = 0;
  const stack = [entries];
  for (let list = stack.pop(); list; list = stack.pop()) {
    const isInner = list !== entries;
    for (const entry of list) {
      if (typeof entry === "number") found(entry, isInner);
      else if (isRows(entry)) {
        const { size, holes } = shapes[entry[0]]!;
        count += (entry[1].length / holes) * size;
      } else if (isRun(entry)) for (const number of siblings(ends, entry)) found(number, isInner);
      else {
        count++;
        if (isParent(entry)) stack.push(entry.slice(childrenStart(entry)));
      }
    }
  }
  return count;
}
