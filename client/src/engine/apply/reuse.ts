import { getAttribute, readName } from "../base/names";
import { firstOf, nextOf } from "../base/native";
import { isElement, isIgnored } from "../base/scope";
import { match, siblings } from "../matching";
import type { Entry, NewNode } from "../patch";
import { attributesOf, childrenStart, isParent, isRun } from "./entries";
import { ShapedRow } from "./rows";

/** Which nodes Liquid made in this page, and what they were made from. */
export interface MadeNodes {
  has(node: Node): boolean;
  get(node: Node): unknown;
  /** An entry, or the row as which an element was made as a whole: then nothing is noted of what is in it. */
  set(node: Node, made: unknown): void;
  /** The children of a parent that Liquid made. */
  among(parent: Node): Set<Node>;
}

/** Noted on the nodes themselves, where it is found many times faster than in a `WeakMap` of all. */
export function madeNodes(isBase: (node: Node) => boolean): MadeNodes {
  const key = Symbol("liquid");
  type Made = Node & { [key]?: unknown };
  const self: MadeNodes = {
    has: node => key in node,
    get: node => (node as Made)[key],
    set(node, made) {
      (node as Made)[key] = made;
    },
    among(parent) {
      const made = (parent as Made)[key];
      if (isRow(made)) noteRow(self, parent, made.written(), isBase);
      const among = new Set<Node>();
      // Few are, if any.
      for (let child = firstOf(parent); child; child = nextOf(child))
        if (key in child && !isIgnored(child)) among.add(child);
      return among;
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
 * Nodes of a pool of those that Liquid made at an earlier time, by the entries that they are to stand for: those written the same, with the
 * same key, or of the same name and with words in common. So a mirror neither flickers nor loses a caret. Nodes that the application made are
 * not used: their listeners would come on top of those that are bound by name. Of several for one entry, the next is the last of its list.
 */
export function reusable(
  pool: Set<Node>,
  entries: readonly unknown[],
  inherited: string | null,
  makes: MadeNodes,
): Map<unknown, Node[]> {
  const news = [...entries.keys()];
  const openNews = new Set(news.filter(index => typeof entries[index] !== "number" && !isRun(entries[index])));
  const found = new Map<number, Node>();
  const olds = [...pool];
  const lists = siblings(olds, news, pool, openNews, index => found.get(index));
  const pair = (signsOf: (made: unknown, kind: () => string) => (string | undefined)[], saysAll?: boolean) =>
    match(
      lists,
      node => signsOf(makes.get(node), () => kindOf(node)),
      index => signsOf(entries[index], () => kindOfEntry(plain(entries[index]) as Entry, inherited)),
      (node, index) => found.set(index, node),
      saysAll,
    );
  // Most are rows of the shapes that they were made by, and need not be written out to be compared.
  if (entries.some(isRow) && olds.some(node => isRow(makes.get(node))))
    pair(made => [isRow(made) ? made.sign : undefined]);
  pair(made => [JSON.stringify(plain(made))]);
  pair((made, kind) => {
    // What an author says is the identity of an element.
    const { id, "data-key": key, name } = attributesOf((plain(made) ?? []) as NewNode);
    const own = id ?? key ?? name;
    return [own && `${kind()} ${own}`];
  });
  pair((made, kind) => (JSON.stringify(plain(made)) ?? "").split(/[^\p{L}\p{N}]+/u).concat(kind()), false);
  const matched = new Map<unknown, Node[]>();
  for (const index of news.reverse()) {
    const [node, others] = [found.get(index), matched.get(entries[index])];
    if (!node) continue;
    if (others) others.push(node);
    else matched.set(entries[index], [node]);
  }
  return matched;
}

const isRow = (made: unknown): made is ShapedRow => made instanceof ShapedRow;

const plain = (made: unknown): unknown => (isRow(made) ? made.written() : made);

/** What can't be changed once an element is made: its name, what it is, whether it has a shadow root; and a frame keeps its page without `src`. */
const kind = (namespace: string | null, name: string, hasShadow: boolean, read: (name: string) => string | null) =>
  `${namespace} ${name.toLowerCase()} ${read("is") ?? ""} ${hasShadow} ${/^iframe$/i.test(name) && read("src") !== null}`;

function kindOf(node: Node): string {
  if (!isElement(node)) return node.nodeName;
  return kind(node.namespaceURI, node.nodeName, node.shadowRoot !== null, name => getAttribute(node, name));
}

function kindOfEntry(entry: Entry, inherited: string | null): string {
  if (!isParent(entry)) return typeof entry === "string" ? "#text" : String((entry as unknown[])[0]);
  const { namespace, qualified } = readName(entry[0], inherited);
  const first = entry[childrenStart(entry)];
  const hasShadow = Array.isArray(first) && first[0] === "#shadow";
  return kind(namespace, qualified, hasShadow, name => attributesOf(entry)[name] ?? null);
}
