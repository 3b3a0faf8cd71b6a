import { type Base, baseSibling } from "./base";
import {
  type AttributeChanges,
  type Entry,
  type NodeChange,
  type Patch,
  PatchError,
  type PatchErrorCode,
} from "./patch";
import { isElement, isFragment, isText } from "./scope";

/** More than any page has; what is beyond is an attack. */
export const LIMITS = { nodes: 500_000, depth: 6_000 };

/** A patch that may be applied. */
export interface Plan {
  /** Changes by base number. */
  changes: Map<number, NodeChange>;
  /** For each base node that stands in a changed child list: the base node whose list that is, new nodes between them skipped. */
  owners: Map<number, number>;
  /** The number of the first new node in each changed child list, by the list's base node. */
  starts: Map<number, number>;
}

/** Checks a patch whole, before anything is touched. */
export function check(base: Base, fingerprint: string, patch: Patch): Plan {
  if (!isObject(patch) || typeof patch.base !== "string")
    throw refuse("bad_patch", "a patch is an object that names its base");
  if (patch.base !== fingerprint) {
    throw refuse("other_base", `the patch was made against the page ${patch.base}, and this page is ${fingerprint}`);
  }
  const changes = new Map<number, NodeChange>();
  const lists = new Lists(base);
  for (const item of list(patch.nodes, "nodes")) {
    const [number, change, children] = list(item, "nodes") as NodeChange;
    const node = baseNode(base, number);
    if (changes.has(number)) throw refuse("duplicate_node", `node ${number} is changed twice`);
    changes.set(number, item as NodeChange);
    checkChange(node, number, change);
    if (children === undefined) continue;
    if (isText(node) || node.nodeType === 10) throw refuse("bad_patch", `node ${number} can have no children`);
    lists.add(number, list(children, "children"));
  }
  lists.close(changes);
  checkSections(patch);
  return { changes, owners: lists.owners, starts: lists.starts };
}

/** Checks child lists: what stands where, each base node once, nothing within itself. */
class Lists {
  readonly owners = new Map<number, number>();
  readonly starts = new Map<number, number>();
  private next: number;

  constructor(private readonly base: Base) {
    this.next = base.nodes.length;
  }

  add(owner: number, entries: Entry[]): void {
    this.starts.set(owner, this.next);
    this.walk(owner, entries, this.base.nodes[owner]!, 0);
  }

  /** `parent` is the base node that holds the entries, undefined in a new one. */
  private walk(owner: number, entries: unknown[], parent: Node | undefined, depth: number): void {
    if (depth > LIMITS.depth) throw refuse("too_deep", `new nodes are nested deeper than ${LIMITS.depth} levels`);
    // A document holds one element, a type before it, and no text.
    const stages = parent?.nodeType === 9 ? { doctype: 0, element: 0 } : undefined;
    for (const [index, entry] of entries.entries()) {
      for (const type of this.entry(owner, entry, depth)) {
        // A fragment belongs to a new element and comes first in it.
        const misplaced = stages ? !fitsDocument(stages, type) : type === 10 || (type === 11 && (parent || index > 0));
        if (misplaced) throw refuse("bad_patch", `a child of node ${owner} can't stand there`);
      }
    }
  }

  /** Checks an entry; the node types it stands for. */
  private *entry(owner: number, entry: unknown, depth: number): Generator<number> {
    if (typeof entry === "number") return yield this.place(owner, entry);
    if (typeof entry === "string") {
      this.count();
      return yield 3;
    }
    if (!Array.isArray(entry))
      throw refuse("bad_patch", "an entry of a child list is a number, a run, a text or a new node");
    if (typeof entry[0] === "number") return yield* this.run(owner, entry);
    yield this.newNode(owner, entry, depth);
  }

  private *run(owner: number, [first, count]: unknown[]): Generator<number> {
    baseNode(this.base, first);
    if (!Number.isInteger(count) || (count as number) < 1)
      throw refuse("bad_patch", "a run is a first number and a count");
    for (let number = first as number, left = count as number; left > 0; left--) {
      if (number < 0) throw refuse("unknown_node", `the run from ${first} is longer than its siblings`);
      yield this.place(owner, number);
      number = baseSibling(this.base, number);
    }
  }

  private place(owner: number, number: number): number {
    const node = baseNode(this.base, number);
    if (number === 0 || isFragment(node)) throw refuse("bad_patch", `node ${number} has its place and can't be moved`);
    if (this.owners.has(number)) throw refuse("duplicate_node", `node ${number} stands in two places`);
    this.owners.set(number, owner);
    return node.nodeType;
  }

  private newNode(owner: number, entry: unknown[], depth: number): number {
    this.count();
    const [name, ...rest] = entry;
    if (typeof name !== "string" || name === "") throw refuse("bad_patch", "a new node begins with its name");
    if (name[0] === "#" && name !== "#fragment" && name !== "#shadow") {
      const type = LEAVES[name];
      if (!type || rest.some(part => typeof part !== "string"))
        throw refuse("bad_patch", `${name} is no node to write out`);
      return type;
    }
    const attributes = isObject(rest[0]) ? (rest.shift() as AttributeChanges) : {};
    if (Object.values(attributes).some(value => typeof value !== "string")) {
      throw refuse("bad_patch", "an attribute's value is a string");
    }
    this.walk(owner, rest, undefined, depth + 1);
    return name[0] === "#" ? 11 : 1;
  }

  private count(): void {
    if (++this.next - this.base.nodes.length > LIMITS.nodes) {
      throw refuse("too_large", `more than ${LIMITS.nodes} new nodes`);
    }
  }

  /** What needs all lists: nobody in two places, nobody within himself. */
  close(changes: Map<number, NodeChange>): void {
    const { parents } = this.base;
    const reaches = new Set([0]);
    for (const [number, owner] of this.owners) {
      const parent = parents[number]!;
      if (parent !== owner && !changes.get(parent)?.[2]) {
        throw refuse("duplicate_node", `node ${number} is moved, and still stands in node ${parent}`);
      }
      const path = new Set<number>();
      for (let at = number; at >= 0 && !reaches.has(at); at = this.owners.get(at) ?? parents[at]!) {
        if (path.has(at)) throw refuse("cycle", `node ${at} stands within itself`);
        path.add(at);
      }
      for (const at of path) reaches.add(at);
    }
  }
}

const LEAVES: Record<string, number> = { "#comment": 8, "#cdata-section": 4, "#pi": 7, "#doctype": 10 };

function fitsDocument(stages: { doctype: number; element: number }, type: number): boolean {
  if (type === 1) return ++stages.element === 1;
  if (type === 10) return ++stages.doctype === 1 && stages.element === 0;
  return type === 7 || type === 8;
}

function checkChange(node: Node, number: number, change: unknown): void {
  const fits =
    change === 0 ||
    (isText(node) && typeof change === "string") ||
    (isElement(node) &&
      isObject(change) &&
      Object.values(change).every(value => value === null || typeof value === "string"));
  if (!fits) throw refuse("bad_patch", `the change of node ${number} does not fit it`);
}

function checkSections({ form, focus, scroll }: Patch): void {
  const isState = (state: unknown) => ["string", "boolean", "object"].includes(typeof state) && state !== null;
  const sound =
    list(form, "form").every(item => Array.isArray(item) && Number.isInteger(item[0]) && isState(item[1])) &&
    list(scroll, "scroll").every(item => Array.isArray(item) && item.length === 3 && item.every(Number.isFinite)) &&
    (focus === undefined || (Array.isArray(focus) && Number.isInteger(focus[0])));
  if (!sound) throw refuse("bad_patch", "a section of the patch is not of its form");
}

function baseNode(base: Base, number: unknown): Node {
  const node = base.nodes[number as number];
  if (typeof number !== "number" || !node) {
    throw refuse("unknown_node", `there is no node ${String(number)}; this page has ${base.nodes.length}`);
  }
  return node;
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function list<T>(value: T[] | undefined, name: string): T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw refuse("bad_patch", `${name} is a list`);
  return value;
}

const refuse = (code: PatchErrorCode, message: string) => new PatchError(code, `The patch is refused: ${message}.`);
