import { childrenStart, isFragmentEntry, isObject, isParent, isRows, isRun } from "../apply/entries";
import { checkShapes, type SoundShape } from "../apply/shapes";
import { type Row, shapeOf } from "../base/rows";
import type { AdoptedSheet, ControlState, Entry, NewNode, NodeChange, Patch, Remark } from "../patch";
import { align, childrenOf } from "./align";
import { chosenHere, optionsOf } from "./chosen";

/** A patch in the numbers of another base, and what of it could not be translated. */
export interface Translation {
  patch: Patch;
  leftOut: Remark[];
}

/**
 * Translates a sound patch from the base it was made against to this page's. Moves, removals and new nodes happen around what only this page
 * has; what only the other page had is passed over. Changes of nodes without a sure counterpart are left out, each with a remark.
 */
export function translate(patch: Patch, source: Row[], target: Row[], fingerprint: string): Translation {
  const { targets, doubtful } = align(source, target);
  const { parents: sourceParents } = shapeOf(source);
  const { parents: targetParents } = shapeOf(target);
  const leftOut: Remark[] = [];
  const sound = checkShapes(patch.shapes);
  const isLowerNumber = (number: number) => number >= source.length;
  const isLower = ([number]: NodeChange) => isLowerNumber(number);
  const changes = (patch.nodes ?? []).filter(change => !isLower(change));
  /** Lists of new nodes that are too deep to stand within theirs. */
  const lower = (patch.nodes ?? []).filter(isLower);

  /** Where each base node of the source stands in a changed child list: the base node whose list that is. */
  const owners = new Map<number, number>();
  /** Those of them that stand in a new node. */
  const wrapped = new Set<number>();
  /** The number of the first new node in each list, and their count, as the source counts. */
  const starts = new Map<number, [first: number, count: number]>();
  let next = source.length;
  for (const [number, , children] of patch.nodes ?? []) {
    if (!children) continue;
    const first = next;
    const owner = baseOwner(number);
    next += visit(source, children, sound, (base, isInner) => {
      owners.set(base, owner);
      if (isInner || isLowerNumber(number)) wrapped.add(base);
    });
    starts.set(number, [first, next - first]);
  }
  const listed = new Map(changes.map(([number, , children]) => [number, children]));
  const sure = (number: number): number => (doubtful.has(number) ? -1 : targets[number]!);

  /** Target nodes that leave their first parents. */
  const leaving = new Set<number>();
  for (let s = 0; s < source.length; s++) {
    const parent = sourceParents[s]!;
    if (targets[s]! < 0 || !listed.get(parent) || source[s]![0] === 11) continue;
    const owner = owners.get(s);
    if (owner === parent && !wrapped.has(s)) continue;
    if (owner !== undefined && sure(owner) < 0) leaveOut("no_counterpart", s, "a move");
    // White space that comes and goes with what it stands between says nothing.
    else if (sure(s) < 0 && isBlank(source[s]!)) leaving.add(targets[s]!);
    else if (sure(s) < 0) leaveOut("doubtful", s, owner === undefined ? "a removal" : "a move");
    else leaving.add(targets[s]!);
  }

  const lists = new Map<number, Entry[]>();
  const texts = new Map<number, NodeChange[1]>();
  /** By the target's list: the source's. */
  const origins = new Map<number, number>();
  for (const [number, change, children] of changes) {
    const own = sure(number);
    if (own < 0) {
      leaveOut(targets[number]! < 0 ? "no_counterpart" : "doubtful", number, "changes");
      continue;
    }
    texts.set(own, change);
    if (!children) continue;
    origins.set(own, number);
    lists.set(own, merge(own, translateList(number, children)));
  }
  for (const number of leaving) {
    const parent = targetParents[number]!;
    if (!lists.has(parent)) lists.set(parent, merge(parent, []));
  }

  const nodes = [...new Set([...texts.keys(), ...lists.keys()])]
    .sort((a, b) => a - b)
    .map<NodeChange>(number => {
      const list = lists.get(number);
      return list ? [number, texts.get(number) ?? 0, list] : [number, texts.get(number)!];
    });
  const renumber = renumbering();
  for (const [number, , children] of lower) {
    const own = renumber(number);
    if (own !== undefined) nodes.push([own, 0, translateList(undefined, children!)]);
  }
  const shapes = patch.shapes && { shapes: patch.shapes };
  return { patch: { ...sections(), base: fingerprint, ...shapes, nodes }, leftOut };

  /** The base node whose list holds a node, new ones between them skipped. */
  function baseOwner(number: number): number {
    if (number < source.length) return number;
    const list = [...starts].find(([, [first, count]]) => number >= first && number < first + count);
    return baseOwner(list![0]);
  }

  function leaveOut(reason: string, node: number, what: string): void {
    leftOut.push({ reason, node, what: `${what} of ${source[node]![1].toLowerCase()}` });
  }

  /** A list's entries in the target's numbers; base nodes only where they are to be put in that list. */
  function translateList(owner: number | undefined, entries: readonly unknown[]): Entry[] {
    return entries.flatMap<Entry>(entry => {
      if (typeof entry === "string") return [entry];
      if (typeof entry === "number") return place(owner, entry);
      if (isRows(entry)) return [entry];
      if (isRun(entry)) return siblings(source, entry).flatMap(number => place(owner, number));
      const node = entry as NewNode;
      if (!isParent(node)) return [node];
      const start = childrenStart(node);
      return [[...node.slice(0, start), ...translateList(undefined, node.slice(start))] as unknown as NewNode];
    });
  }

  function place(owner: number | undefined, number: number): Entry[] {
    const own = targets[number]!;
    if (own < 0) return [];
    const stays = owner !== undefined && sourceParents[number] === owner;
    // What the source did not move stays where this page has it.
    return stays ? (targetParents[own] === targets[owner] ? [own] : []) : leaving.has(own) ? [own] : [];
  }

  /** Puts this page's own children back among those of a list, each behind the one it followed at load. */
  function merge(parent: number, entries: Entry[]): Entry[] {
    const merged = [...entries];
    const present = new Set(entries);
    // A shadow root comes first.
    let behind = merged.length && isFragmentEntry(merged[0]!) ? 0 : -1;
    for (const child of childrenOf({ rows: target }, parent)) {
      if (target[child]![0] === 11) continue;
      if (!present.has(child) && !leaving.has(child)) merged.splice(behind + 1, 0, child);
      const at = merged.indexOf(child);
      if (at >= 0) behind = at;
    }
    return merged;
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
    if (isLowerNumber(number)) return [state as ControlState];
    const options = optionsOf([source, number], [target, own], sure, one => listed.get(one) !== undefined);
    const here = chosenHere(state as ControlState, options);
    return here === undefined ? undefined : [here];
  }

  function renumbering(): (number: number) => number | undefined {
    const own: [first: number, count: number, to: number][] = [];
    let to = target.length;
    for (const number of [...lists.keys()].sort((a, b) => a - b)) {
      const origin = origins.get(number);
      if (origin === undefined) continue;
      const [first, count] = starts.get(origin)!;
      own.push([first, count, to]);
      to += count;
    }
    const renumber = (number: number) => {
      if (number < source.length) return sure(number) < 0 ? undefined : sure(number);
      const range = own.find(([first, count]) => number >= first && number < first + count);
      return range && range[2] + number - range[0];
    };
    for (const [number] of lower) {
      if (renumber(number) === undefined) continue;
      const [first, count] = starts.get(number)!;
      own.push([first, count, to]);
      to += count;
    }
    return renumber;
  }
}

/** With each sheet described where it stands: the places of descriptions would change with items that are left out. */
function spelledOut(adopted: NonNullable<Patch["adopted"]>): NonNullable<Patch["adopted"]> {
  const described = adopted.flatMap(([, ...sheets]) => sheets.filter(isObject)) as AdoptedSheet[];
  return adopted.map(([number, ...sheets]) => [
    number,
    ...sheets.map(sheet => (typeof sheet === "number" && sheet < 0 ? (described[-1 - sheet] ?? sheet) : sheet)),
  ]);
}

const isBlank = ([type, , , text]: Row): boolean => type === 3 && !(text as string).trim();

/** The numbers of a run. */
function siblings(rows: Row[], [first, count]: [number, number]): number[] {
  const numbers: number[] = [];
  for (let number = first; numbers.length < count && rows[number]; number += rows[number]![2]) numbers.push(number);
  return numbers;
}

/** Visits the base nodes in a list and in what is new in it; the count of its new nodes. */
function visit(
  rows: Row[],
  entries: readonly unknown[],
  shapes: readonly SoundShape[],
  found: (base: number, isInner: boolean) => void,
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
      } else if (isRun(entry)) for (const number of siblings(rows, entry)) found(number, isInner);
      else {
        count++;
        if (isParent(entry)) stack.push(entry.slice(childrenStart(entry)));
      }
    }
  }
  return count;
}
