import { readName } from "../base/names";
import { childrenOf, isElement } from "../base/scope";
import type { Entry, NewNode } from "../patch";
import { attributesOf, childrenStart, isParent, isRun } from "./entries";

/** Which nodes Liquid made in this page, and what they were made from. */
export interface MadeNodes {
  has(node: Node): boolean;
  get(node: Node): unknown;
  set(node: Node, entry: unknown): void;
  /** Of what is in a row that was made as a whole nothing is noted but how it is written out. */
  setRow(top: Element, written: () => NewNode): void;
  /** The children of a parent that Liquid made. */
  among(parent: Node): Set<Node>;
}

/** Noted on the nodes themselves, where it is found many times faster than in a `WeakMap` of all. */
export function madeNodes(isBase: (node: Node) => boolean): MadeNodes {
  const key = Symbol("liquid");
  type Made = Node & { [key]?: unknown };
  const self: MadeNodes = {
    has: node => key in node,
    get(node) {
      const made = (node as Made)[key];
      return typeof made === "function" ? made() : made;
    },
    set(node, made) {
      (node as Made)[key] = made;
    },
    setRow(top, written) {
      (top as Made)[key] = written;
    },
    among(parent) {
      const made = (parent as Made)[key];
      if (typeof made === "function") noteRow(self, parent, made(), isBase);
      return new Set(childrenOf(parent).filter(self.has));
    },
  };
  return self;
}

/** Notes what a row was made from, as far as it still is what it was; a base node that was moved into it is none of it. */
function noteRow(makes: MadeNodes, top: Node, written: NewNode, isBase: (node: Node) => boolean): void {
  makes.set(top, written);
  const children = [...top.childNodes];
  for (const [index, entry] of written.slice(childrenStart(written)).entries()) {
    const child = children[index];
    const name = Array.isArray(entry) ? readName(String(entry[0]), null).qualified : "#text";
    if (child?.nodeName.toLowerCase() !== name.toLowerCase() || isBase(child)) return;
    if (isElement(child)) noteRow(makes, child, entry as NewNode, isBase);
    else makes.set(child, entry);
  }
}

/**
 * Nodes of a pool of those that Liquid made at an earlier time, by the entries that they are to stand for: first those written the
 * same, then, of the same name, those with the same key, those with a word that no other of them has, and the rest in their order. So a
 * mirror neither flickers nor loses a caret. Nodes that the application made are not used: their listeners would come on top of those
 * that are bound by name. Of several for one entry, the next is the last of its list.
 */
export function reusable(
  pool: Set<Node>,
  entries: readonly unknown[],
  inherited: string | null,
  makes: MadeNodes,
): Map<unknown, Node[]> {
  const matched = new Map<unknown, Node[]>();
  let open = entries.filter(entry => typeof entry !== "number" && !isRun(entry));
  const match = (keyOfNode: (node: Node) => string, keyOfEntry: (entry: unknown) => string) => {
    const byKey = new Map<string, Node[]>();
    for (const node of [...pool].reverse()) add(byKey, keyOfNode(node), node);
    open = open.filter(entry => {
      const node = byKey.get(keyOfEntry(entry))?.pop();
      if (!node) return true;
      pool.delete(node);
      add(matched, entry, node);
      return false;
    });
  };
  /** Matches those of one kind that have something alone among all that are left. */
  const matchAlone = (signsOf: (written: unknown) => unknown[]) => {
    const signs = (kind: string, written: unknown) => signsOf(written).map(sign => `${kind} ${sign}`);
    const bySign = alone(open, entry => signs(kindOfWritten(entry), entry));
    const found = new Set<unknown>();
    for (const [sign, node] of alone(pool, node => signs(kindOf(node), makes.get(node)))) {
      const entry = bySign.get(sign);
      if (!node || entry === undefined || found.has(entry) || !pool.delete(node)) continue;
      found.add(entry);
      add(matched, entry, node);
    }
    open = open.filter(entry => !found.has(entry));
  };
  const kindOfWritten = (entry: unknown) => kindOfEntry(entry as Entry, inherited);
  // From both ends first: so of many that are written the same each stays where it is.
  const nodes = [...pool];
  const isSame = (index: number) => JSON.stringify(makes.get(nodes.at(index)!)) === JSON.stringify(open.at(index));
  const count = Math.min(nodes.length, open.length);
  let before = 0;
  while (before < count && isSame(before)) before++;
  let behind = 0;
  while (behind < count - before && isSame(-1 - behind)) behind++;
  const ends = [...nodes.slice(0, before), ...nodes.slice(nodes.length - behind)];
  const entriesOfEnds = [...open.splice(0, before), ...open.splice(open.length - behind)];
  for (const node of ends) pool.delete(node);
  match(node => JSON.stringify(makes.get(node)), JSON.stringify);
  matchAlone(keys);
  matchAlone(words);
  match(kindOf, kindOfWritten);
  for (const [index, node] of ends.entries()) add(matched, entriesOfEnds[index], node);
  for (const nodes of matched.values()) nodes.reverse();
  return matched;
}

/** What an author says is the identity of an element. */
function keys(written: unknown): unknown[] {
  const { id, "data-key": key, name } = attributesOf((written ?? []) as NewNode);
  return [id ?? key ?? name];
}

const words = (written: unknown): string[] => (JSON.stringify(written) ?? "").split(/[^\p{L}\p{N}]+/u);

/** The signs that only one of several has; `undefined` for those that more have. */
function alone<T>(all: Iterable<T>, signsOf: (one: T) => string[]): Map<string, T | undefined> {
  const found = new Map<string, T | undefined>();
  for (const one of all) for (const sign of new Set(signsOf(one))) found.set(sign, found.has(sign) ? undefined : one);
  return found;
}

function add<K>(lists: Map<K, Node[]>, key: K, node: Node): void {
  const list = lists.get(key);
  if (list) list.push(node);
  else lists.set(key, [node]);
}

/** What can't be changed once an element is made: its name, what it is, and whether it has a shadow root. */
const kind = (namespace: string | null, name: string, is: string | null | undefined, hasShadow: boolean) =>
  `${namespace} ${name.toLowerCase()} ${is ?? ""} ${hasShadow}`;

function kindOf(node: Node): string {
  if (!isElement(node)) return node.nodeName;
  return kind(node.namespaceURI, node.nodeName, node.getAttribute("is"), node.shadowRoot !== null);
}

function kindOfEntry(entry: Entry, inherited: string | null): string {
  if (!isParent(entry)) return typeof entry === "string" ? "#text" : String((entry as unknown[])[0]);
  const { namespace, qualified } = readName(entry[0], inherited);
  const first = entry[childrenStart(entry)];
  return kind(namespace, qualified, attributesOf(entry).is, Array.isArray(first) && first[0] === "#shadow");
}
