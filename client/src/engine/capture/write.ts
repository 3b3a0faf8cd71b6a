import { type Base, baseSibling } from "../base/base";
import { noteCopies, noteCopy } from "../base/copies";
import { type Fresh, freshNumbers } from "../base/fresh";
import { attributesOf, customizedName, elementName, HTML } from "../base/names";
import { namespaceOf, nextOf, shadowRootOf, typeOf } from "../base/native";
import { firstChild, fragmentOf, isElement, isScript, isToken, isWithheld, mayIgnore, seen } from "../base/scope";
import { lateRoot } from "../base/shadow";
import { isStateful, STATEFUL, statefulOf } from "../base/stateful";
import type { Entry, NewNode, NodeChange, Remark } from "../patch";
import type { Row, Shape } from "./shape";
import { type Kinds, shapesOf } from "./shapes";

/** Writes child lists, and numbers the new nodes in the order in which they are written. */
export interface Writer {
  /** The new nodes and their numbers. */
  readonly fresh: Fresh;
  /** How many nodes were looked at. */
  readonly visited: number;
  /** Nodes with state of their own among them. */
  readonly stateful: Node[];
  /** What is never written. */
  readonly leftOut: Remark[];
  /** The shadow root of a node that is or stands for a base node, if the base has none there. */
  lateRoot(node: Node): DocumentFragment | null;
  /** New nodes that are too deep for their children to stand within them, by number: these have lists of their own. */
  readonly lower: [number: number, node: Node][];
  /** A node's children as entries, behind its late root; `namespace` is that which their names inherit. */
  entries(parent: Node, namespace: string | null): Entry[];
  /** To be called when all lists are written: puts rows in place of what is alike in them, and gives their shapes. */
  shapes(nodes: NodeChange[]): NewNode[];
}

const { hasAttributes } = Element.prototype;

/** A run shorter than this takes no less room than its numbers. */
const SHORTEST_RUN = 3;

/** Levels of new nodes in one list. `JSON.stringify` of browsers overflows somewhere beyond two thousand. */
const DEEPEST = 500;

/** Levels where rows may stand, which are some levels deep themselves. */
const DEEPEST_ROWS = 400;

/** So many rows in a row are asked for shadow roots one by one, and a list as a whole so many times at most. */
const FEW_ROWS = 16;
const FEW_QUESTIONS = 4;

/** A child list that is being written. */
interface Frame {
  list: unknown[];
  child: Node | null;
  namespace: string | null;
  /** Where base siblings in a row began, and the last of them. */
  run?: { start: number; last: number } | undefined;
  kinds?: Kinds;
  /** How many rows of that shape there were in a row; and whether no host in the list has a shadow root, by what selects these. */
  rows: number;
  rootless?: Map<string, boolean>;
  /** That of the last row. */
  shape?: Shape;
  /** The last new element in it that was written out, until all that is in it is. */
  last?: { name: string; entry: NewNode; node: Element } | undefined;
}

/**
 * `standsFor` gives the base number of a new node that stands for a base node; `mixed` are the new elements that hold base nodes, asked
 * for once.
 */
export function writer(
  base: Base,
  standsFor: (node: Node) => number | undefined,
  mixed: () => ReadonlySet<Node>,
): Writer {
  const fresh = freshNumbers();
  let count = 0;
  let visited = 0;
  const shapes = shapesOf();
  let holding: ReadonlySet<Node> | undefined;
  const stateful: Node[] = [];
  const leftOut: Remark[] = [];
  const lower: Writer["lower"] = [];

  const add = (node: Node): void => {
    fresh.set(base.nodes.length + count++, node);
    if (!isStateful(node)) return;
    stateful.push(node);
    noteCopy(node);
  };

  /** Without recursion, since what is new may be deep. */
  const entries = (parent: Node, namespace: string | null): Entry[] => {
    const list: Entry[] = [];
    const stack: Frame[] = [{ list, child: firstChild(parent), namespace, rows: 0 }];
    const root = base.numbers.has(parent) || standsFor(parent) !== undefined ? late(parent) : null;
    if (root) stack.push(fragment(root, list));
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { list: into } = top;
      visited++;
      if (top.last) {
        top.kinds ??= new Map();
        shapes.wrote(top.kinds, top.last.name, top.last.entry, top.last.node);
        top.last = undefined;
      }
      // What reads as a row is as little ignored as the others.
      const row = top.shape && top.child && readRow([top.shape], top.child, top, stack.length);
      if (row) {
        top.child = nextOf(top.child!);
        pushRow(top, row);
        continue;
      }
      const child = seen(top.child);
      const expected = top.run ? baseSibling(base, top.run.last) : -1;
      const isExpected = child !== null && expected >= 0 && base.nodes[expected] === child;
      const number = isExpected ? expected : child ? (base.numbers.get(child) ?? standsFor(child)) : undefined;
      if (top.run && number === expected) top.run.last = number;
      else {
        closeRun(into, top.run);
        top.run = number === undefined ? undefined : { start: into.length, last: number };
      }
      if (!child) {
        stack.pop();
        continue;
      }
      top.child = nextOf(child);
      if (number !== undefined) into.push(number);
      else if (!isElement(child)) {
        add(child);
        into.push(leaf(child));
      } else if (isScript(child)) leftOut.push({ reason: "script", what: "<script>" });
      else {
        const name = elementName(child, top.namespace);
        const known = top.kinds?.get(name)?.shapes.filter(shape => shape !== top.shape);
        const row = known && readRow(known, child, top, stack.length);
        if (row) pushRow(top, row);
        else element(child, name, top, stack);
      }
    }
    return list;
  };

  /** Reads a new element as a row of one of these shapes. */
  const readRow = (known: readonly Shape[], node: Node, frame: Frame, depth: number): Row | undefined => {
    if (!isElement(node) || !isNew(node) || depth > DEEPEST_ROWS) return undefined;
    if (known[0]?.isStateful) noteCopies(node);
    for (const shape of known) {
      const row = shape.read(node);
      if (!row) continue;
      holding ??= mixed();
      if (holding.has(node) || mayIgnore(node) || !isRootless(shape.hosts, node, frame)) return undefined;
      fresh.setTree(base.nodes.length + count, node);
      count += shape.size;
      if (shape.isStateful) {
        if (isStateful(node)) stateful.push(node);
        stateful.push(...node.querySelectorAll(STATEFUL));
      }
      return row;
    }
    return undefined;
  };

  /** Whether a row has no shadow root. Where rows are many, all are asked at once, which takes the browser a fraction of the time. */
  const isRootless = (hosts: string, row: Element, frame: Frame): boolean => {
    if (!hosts) return true;
    frame.rootless ??= new Map();
    const { rows, rootless } = frame;
    if (rows >= FEW_ROWS && rootless.size < FEW_QUESTIONS && !rootless.has(hosts))
      rootless.set(hosts, hasNoRoots(row.parentNode as ParentNode, hosts));
    return rootless.get(hosts) || (!shadowRootOf(row) && hasNoRoots(row, hosts));
  };

  const pushRow = (top: Frame, row: Row): void => {
    closeRun(top.list, top.run);
    top.run = undefined;
    top.list.push(row);
    top.rows = top.shape === row.shape ? top.rows + 1 : 1;
    top.shape = row.shape;
  };

  /** Writes an element's start into its parent's list; `frames` takes what is left: its children and, first, its fragment. */
  const element = (node: Element, name: string, into: Frame, frames: Frame[]): void => {
    const number = base.nodes.length + count;
    add(node);
    const entry: NewNode = [name];
    into.list.push(entry);
    if (frames.length <= DEEPEST_ROWS) into.last = { name, entry, node };
    const is = customizedName(node);
    if (is || hasAttributes.call(node)) {
      const attributes: Record<string, string> = is ? { is } : {};
      for (const [key, value] of attributesOf(node)) {
        if (key === "value" && isOwnToken(node))
          leftOut.push({ reason: "token", node: number, what: "value of <input>" });
        else if (!isWithheld(node, key)) setOwn(attributes, key, value);
      }
      entry.push(attributes);
    }
    const own = fragmentOf(node);
    const child = firstChild(node);
    // Most elements hold nothing or one text: these need no frame of their own.
    if (child && !own && typeOf(child) === 3 && !nextOf(child) && isNew(child)) {
      add(child);
      entry.push(child.nodeValue);
    } else if (frames.length > DEEPEST) {
      if (child) lower.push([number, node]);
      if (own) lower.push([number + 1, own]);
      if (own) fragment(own, entry);
    } else {
      if (child) frames.push({ list: entry, child, namespace: namespaceOf(node), rows: 0 });
      if (own) frames.push(fragment(own, entry));
    }
  };

  /** Whether a field is a copy of one that the page was loaded with, and holds that one's token. */
  const isOwnToken = (node: Element): boolean =>
    (node as HTMLInputElement).type === "hidden" &&
    isToken(node) &&
    (statefulOf(base, ["input"]) as HTMLInputElement[]).some(
      one => one.type === "hidden" && one.value === (node as HTMLInputElement).value,
    );

  /** Writes a fragment's start into its host's list. */
  const fragment = (node: DocumentFragment, list: unknown[]): Frame => {
    add(node);
    const { mode, delegatesFocus } = node as ShadowRoot;
    const inner: NewNode = mode ? ["#shadow", { mode, ...(delegatesFocus && { delegatesFocus: "" }) }] : ["#fragment"];
    list.push(inner);
    return { list: inner, child: firstChild(node), namespace: HTML, rows: 0 };
  };

  const isNew = (node: Node): boolean => !base.numbers.has(node) && standsFor(node) === undefined;

  const late = (node: Node): DocumentFragment | null => {
    const root = lateRoot(base, node);
    return root && standsFor(root) === undefined ? root : null;
  };

  return {
    fresh,
    get visited() {
      return visited;
    },
    stateful,
    leftOut,
    lower,
    lateRoot: late,
    entries,
    shapes: shapes.finish,
  };
}

function hasNoRoots(top: ParentNode, hosts: string): boolean {
  for (const host of top.querySelectorAll(hosts)) if (shadowRootOf(host)) return false;
  return true;
}

/** Also for the one name that would set something else. */
function setOwn(attributes: Record<string, string>, key: string, value: string): void {
  if (key === "__proto__") Object.defineProperty(attributes, key, { value, enumerable: true });
  else attributes[key] = value;
}

function closeRun(list: unknown[], run: Frame["run"]): void {
  const count = run ? list.length - run.start : 0;
  if (count >= SHORTEST_RUN) list.splice(run!.start, count, [list[run!.start], count]);
}

function leaf(node: Node): Entry {
  const { nodeType, nodeValue } = node;
  if (nodeType === 3) return nodeValue!;
  if (nodeType === 7) return ["#pi", (node as ProcessingInstruction).target, nodeValue];
  const { name, publicId, systemId } = node as DocumentType;
  return nodeType === 10
    ? ["#doctype", name, publicId, systemId]
    : [nodeType === 4 ? "#cdata-section" : "#comment", nodeValue];
}
