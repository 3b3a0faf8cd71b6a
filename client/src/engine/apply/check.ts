import { baseSibling, type Shape } from "../base/base";
import type { Entry, NodeChange, Patch, Rows } from "../patch";
import { refuse } from "../refuse";
import { areAttributes, childrenStart, isFragmentEntry, isObject, isParent, isRows, isRun } from "./entries";
import { LIMITS } from "./limits";
import { checkShapes, type SoundShape } from "./shapes";

/** A patch that may be applied. */
export interface Plan {
  /** Changes by base number. */
  changes: Map<number, NodeChange>;
  shapes: SoundShape[];
  /** The number of the first new node in each child list, by the list's node. */
  starts: Map<number, number>;
  /** Child lists of new nodes that are too deep to stand within their lists: the node's number, its list, its first new number. */
  lower: [number: number, entries: Entry[], start: number][];
  /** A base node's depth in the tree as it will be, counted in base nodes; -1 for one that will not be in it. */
  depthOf(number: number): number;
  /** How many nodes have numbers, new ones included. */
  total: number;
}

/** A new node that may have a list of its own: its number, how deep it is below the base node whose list holds it, and that base node. */
interface Made {
  number: number;
  depth: number;
  owner: number;
}

/** Checks a patch's nodes whole, before anything is touched. */
export function check(shape: Shape, fingerprint: string, patch: Patch): Plan {
  const { parents, typeOf } = shape;
  const count = parents.length;
  const changes = new Map<number, NodeChange>();
  /** For each base node in a changed child list: the base node whose list that is, new nodes between them skipped. */
  const owners = new Map<number, number>();
  const starts = new Map<number, number>();
  const lower: Plan["lower"] = [];
  /** New nodes so far. */
  let made = 0;
  /** Those that may have lists of their own: elements and fragments, but for what is in rows. */
  const parentsMade: Made[] = [];

  if (!isObject(patch)) refuse("bad_patch", "it is no object");
  if (patch.base !== fingerprint) refuse("other_base", `it belongs to another page than ${fingerprint}`);
  const shapes = checkShapes(patch.shapes);
  for (const item of list(patch.nodes)) {
    const [number, change, children] = list(item) as NodeChange;
    if (!Number.isInteger(number)) refuse("unknown_node", "a change has a number");
    if (changes.has(number)) refuse("duplicate_node", `node ${number} is changed twice`);
    const parent = number >= count ? find(parentsMade, number) : undefined;
    if (parent) {
      if (change !== 0 || !children) misplaced(number);
      if (starts.has(number)) refuse("duplicate_node", `node ${number} is changed twice`);
      lower.push([number, list(children), count + made]);
      starts.set(number, count + made);
      checkList(parent.owner, list(children), false, parent.depth);
      continue;
    }
    const type = baseType(number);
    changes.set(number, item);
    const isChange =
      type === 1
        ? isObject(change) && areAttributes(change, value => value === null || typeof value === "string")
        : isLeaf(type) && typeof change === "string";
    if (change !== 0 && !isChange) misplaced(number);
    if (children === undefined) continue;
    if (isLeaf(type) || type === 10) misplaced(number);
    starts.set(number, count + made);
    checkList(number, list(children), type === 9, 0);
  }
  checkCycles();
  const depths = new Map([[0, 0]]);
  for (const [number, owner] of owners) {
    const parent = parents[number]!;
    if (parent !== owner && !changes.get(parent)?.[2] && depthOf(parent) >= 0) {
      refuse("duplicate_node", `node ${number} also stands in ${parent}`);
    }
  }
  return { changes, shapes, starts, lower, depthOf, total: count + made };

  /** Checks a changed child list with all that is new in it; without recursion, since it may be deep. */
  function checkList(owner: number, entries: Entry[], isDocument: boolean, above: number): void {
    // An element that has no fragment may get one.
    const mayHave = above === 0 && typeOf(owner) === 1 && !(typeOf(owner + 1) === 11 && parents[owner + 1] === owner);
    const stack = [{ entries: entries as unknown[], at: 0, first: mayHave ? 0 : -1 }];
    // A document holds one element, a type before it, and no text.
    let hasElement = false;
    let hasType = false;
    for (let top = stack[0]; top; top = stack.at(-1)) {
      if (top.at === top.entries.length) {
        stack.pop();
        continue;
      }
      const entry = top.entries[top.at++];
      const types = isRows(entry)
        ? rows(entry, above + stack.length)
        : isRun(entry)
          ? run(owner, entry)
          : [typeof entry === "number" ? place(owner, entry) : newNode(owner, entry, above + stack.length)];
      if (isDocument && stack.length === 1) {
        for (const type of types) {
          if (type === 3 || type === 4 || (type === 1 && hasElement) || (type === 10 && (hasElement || hasType))) {
            misplaced(owner);
          }
          hasElement ||= type === 1;
          hasType ||= type === 10;
        }
      } else if (types[0] === 10 || (types[0] === 11 && top.at - 1 !== top.first)) misplaced(owner);
      if (isParent(entry)) {
        if (stack.length > LIMITS.list || above + stack.length > LIMITS.depth)
          refuse("too_deep", `it nests deeper than ${LIMITS.depth} levels, or ${LIMITS.list} in a list`);
        const first = childrenStart(entry);
        // Only an element holds a fragment, before its children.
        stack.push({ entries: entry, at: first, first: isFragmentEntry(entry) ? -1 : first });
      }
    }
  }

  /** The type of node that an entry writes out. */
  function newNode(owner: number, entry: unknown, depth: number): number {
    if (made === LIMITS.nodes) refuse("too_large", `it has more than ${LIMITS.nodes} new nodes`);
    const type = typeOfNew(entry);
    if (isParentType(type)) parentsMade.push({ number: count + made, depth, owner });
    made++;
    return type;
  }

  /** Rows are elements; of how many, it matters whether there is more than one. */
  function rows([index, values, ...rest]: Rows, depth: number): number[] {
    const { size, holes, depth: levels } = shapes[index] ?? refuse("bad_patch", `there is no shape ${index}`);
    const count = values.length / holes;
    const isSound = count > 0 && Number.isInteger(count) && !rest.length;
    if (!isSound || !values.every(value => typeof value === "string"))
      refuse("bad_patch", `rows of shape ${index} are not written like that`);
    if (made + count * size > LIMITS.nodes) refuse("too_large", `it has more than ${LIMITS.nodes} new nodes`);
    if (depth + levels > LIMITS.depth) refuse("too_deep", `it nests deeper than ${LIMITS.depth} levels`);
    made += count * size;
    return count > 1 ? [1, 1] : [1];
  }

  function typeOfNew(entry: unknown): number {
    if (typeof entry === "string") return 3;
    const [name, ...parts] = list(entry as unknown[]);
    if (typeof name !== "string" || !name) return refuse("bad_patch", "a new node begins with its name");
    const type = name[0] === "#" ? TYPES[name] : 1;
    const isSound =
      type && !isParentType(type)
        ? parts.length === PARTS[type] && parts.every(part => typeof part === "string")
        : isAttributes(parts[0]);
    return type && isSound ? type : refuse("bad_patch", `${name} is not written like that`);
  }

  function run(owner: number, [first, count, ...rest]: [number, number]): number[] {
    if (!(Number.isInteger(count) && count > 0) || rest.length) refuse("bad_patch", "a run has a number and a count");
    const types: number[] = [];
    for (let number = first; types.length < count; number = baseSibling(shape, number))
      types.push(place(owner, number));
    return types;
  }

  function place(owner: number, number: number): number {
    const type = baseType(number);
    if (number === 0 || type === 11) misplaced(number);
    if (owners.has(number)) refuse("duplicate_node", `node ${number} stands in two places`);
    owners.set(number, owner);
    return type;
  }

  function checkCycles(): void {
    const reaches = new Set([0]);
    for (const number of owners.keys()) {
      const path = new Set<number>();
      for (let at = number; !reaches.has(at); at = owners.get(at) ?? parents[at]!) {
        if (path.has(at)) refuse("cycle", `node ${at} stands within itself`);
        path.add(at);
      }
      for (const at of path) reaches.add(at);
    }
  }

  /** Its parent's children are listed, and it is not among them. A fragment, which stands before them, is never listed and always stays. */
  function isTakenOut(number: number): boolean {
    const parent = parents[number]!;
    if (owners.has(number) || changes.get(parent)?.[2] === undefined) return false;
    return number !== parent + 1 || typeOf(number) !== 11;
  }

  function depthOf(number: number): number {
    // Nothing is noted of these: where a list is cleared it is asked of each.
    if (isTakenOut(number)) return -1;
    const path: number[] = [];
    for (let at = number; !depths.has(at); ) {
      path.push(at);
      if (isTakenOut(at)) depths.set(at, -1);
      else at = owners.get(at) ?? parents[at]!;
    }
    for (const at of path.reverse()) {
      if (depths.has(at)) continue;
      const above = depths.get(owners.get(at) ?? parents[at]!)!;
      depths.set(at, above < 0 ? -1 : above + 1);
    }
    return depths.get(number)!;
  }

  function baseType(number: number): number {
    return (
      (Number.isInteger(number) ? typeOf(number) : undefined) ??
      refuse("unknown_node", `there is no node ${number} among ${count}`)
    );
  }
}

/** Text, CDATA section, processing instruction, comment. */
const isLeaf = (type: number): boolean => type === 3 || type === 4 || type === 7 || type === 8;

const TYPES: Record<string, number> = {
  "#cdata-section": 4,
  "#pi": 7,
  "#comment": 8,
  "#doctype": 10,
  "#fragment": 11,
  "#shadow": 11,
};

/** How many texts those that are no parents are written with. */
const PARTS: Record<number, number> = { 4: 1, 7: 2, 8: 1, 10: 3 };

/** Attributes, or the first of the children. */
const isAttributes = (part: unknown): boolean =>
  !isObject(part) || areAttributes(part, value => typeof value === "string");

/** Looks among nodes in order of their numbers. */
function find(nodes: Made[], number: number): Made | undefined {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (nodes[middle]!.number < number) low = middle + 1;
    else high = middle;
  }
  return nodes[low]?.number === number ? nodes[low] : undefined;
}

/** Element, fragment. */
const isParentType = (type: number): boolean => type === 1 || type === 11;

function list<T>(value: T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : refuse("bad_patch", "what should be a list is none");
}

const misplaced = (number: number): never => refuse("bad_patch", `what it has for node ${number} does not fit there`);
