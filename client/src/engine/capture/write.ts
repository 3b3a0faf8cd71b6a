import { type Base, baseSibling, isStateful } from "../base/base";
import { attributesOf, elementName, HTML } from "../base/names";
import { firstChild, fragmentOf, isElement, isScript, isWithheld, nextSibling } from "../base/scope";
import { lateRoot } from "../base/shadow";
import type { Entry, NewNode, Remark } from "../patch";

/** Writes child lists, and numbers the new nodes in the order in which they are written. */
export interface Writer {
  /** The nodes that were written out, in order of their numbers. */
  readonly written: Node[];
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
}

/** A run shorter than this takes no less room than its numbers. */
const SHORTEST_RUN = 3;

/** Levels of new nodes in one list. `JSON.stringify` of browsers overflows somewhere beyond two thousand. */
const DEEPEST = 500;

/** A child list that is being written. */
interface Frame {
  list: unknown[];
  child: Node | null;
  namespace: string | null;
  /** Where base siblings in a row began, and the last of them. */
  run?: { start: number; last: number } | undefined;
}

/** `standsFor` gives the base number of a new node that stands for a base node. */
export function writer(base: Base, standsFor: (node: Node) => number | undefined): Writer {
  const written: Node[] = [];
  const stateful: Node[] = [];
  const leftOut: Remark[] = [];
  const lower: Writer["lower"] = [];

  const add = (node: Node): void => {
    written.push(node);
    if (isStateful(node)) stateful.push(node);
  };

  /** Without recursion, since what is new may be deep. */
  const entries = (parent: Node, namespace: string | null): Entry[] => {
    const list: Entry[] = [];
    const stack: Frame[] = [{ list, child: firstChild(parent), namespace }];
    const root = base.numbers.has(parent) || standsFor(parent) !== undefined ? late(parent) : null;
    if (root) stack.push(fragment(root, list));
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { child, list: into } = top;
      const number = child ? (base.numbers.get(child) ?? standsFor(child)) : undefined;
      if (number !== undefined && top.run && baseSibling(base, top.run.last) === number) top.run.last = number;
      else {
        closeRun(into, top.run);
        top.run = number === undefined ? undefined : { start: into.length, last: number };
      }
      if (!child) {
        stack.pop();
        continue;
      }
      top.child = nextSibling(child);
      if (number !== undefined) into.push(number);
      else if (!isElement(child)) {
        add(child);
        into.push(leaf(child));
      } else if (isScript(child)) leftOut.push({ reason: "script", what: "<script>" });
      else element(child, top, stack);
    }
    return list;
  };

  /** Writes an element's start into its parent's list; `frames` takes what is left: its children and, first, its fragment. */
  const element = (node: Element, { list, namespace }: Frame, frames: Frame[]): void => {
    const number = base.nodes.length + written.length;
    add(node);
    const entry: NewNode = [elementName(node, namespace)];
    list.push(entry);
    if (node.hasAttributes()) {
      const attributes: Record<string, string> = {};
      for (const [key, value] of attributesOf(node)) if (!isWithheld(node, key)) setOwn(attributes, key, value);
      entry.push(attributes);
    }
    const own = fragmentOf(node);
    const child = firstChild(node);
    // Most elements hold nothing or one text: these need no frame of their own.
    if (child && !own && child.nodeType === 3 && !child.nextSibling && isNew(child)) {
      add(child);
      entry.push(child.nodeValue);
    } else if (frames.length > DEEPEST) {
      if (child) lower.push([number, node]);
      if (own) lower.push([number + 1, own]);
      if (own) fragment(own, entry);
    } else {
      if (child) frames.push({ list: entry, child, namespace: node.namespaceURI });
      if (own) frames.push(fragment(own, entry));
    }
  };

  /** Writes a fragment's start into its host's list. */
  const fragment = (node: DocumentFragment, list: unknown[]): Frame => {
    add(node);
    const { mode, delegatesFocus } = node as ShadowRoot;
    const inner: NewNode = mode ? ["#shadow", { mode, ...(delegatesFocus && { delegatesFocus: "" }) }] : ["#fragment"];
    list.push(inner);
    return { list: inner, child: firstChild(node), namespace: HTML };
  };

  const isNew = (node: Node): boolean => !base.numbers.has(node) && standsFor(node) === undefined;

  const late = (node: Node): DocumentFragment | null => {
    const root = lateRoot(base, node);
    return root && standsFor(root) === undefined ? root : null;
  };

  return { written, stateful, leftOut, lower, lateRoot: late, entries };
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
