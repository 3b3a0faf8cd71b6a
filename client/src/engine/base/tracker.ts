import type { Base } from "./base";
import { attributeKey, attributesOf, getAttribute } from "./names";
import { parentNodeOf, rootOf } from "./native";
import { isElement, isFragment, isScript, notePassword, parentOf } from "./scope";

/** The facts of a base node that changed since load, as they were then. */
export interface FirstFacts {
  /** First values by attribute key; `null`: it was absent. */
  attributes?: Map<string, string | null>;
  text?: string;
  /** The child list changed; the base knows it as it was. */
  children?: true;
}

/**
 * Where nodes stood at load whose neighbours have changed since: the first child of a parent, the sibling behind a node. Of all others the
 * tree itself tells it still.
 */
export interface Links {
  readonly first: ReadonlyMap<Node, Node | null>;
  readonly next: ReadonlyMap<Node, Node | null>;
}

/** Remembers which base nodes were touched, and how they were before. */
export interface Tracker {
  /** First facts of the touched nodes by number. Includes what was touched and is as before again. None before they are numbered. */
  readonly touched: Map<number, FirstFacts>;
  /** Has the nodes numbered as they stood at load, unless they are. */
  number(tree: (links: Links) => Base): Base;
  /** Takes the mutations that the observer has not delivered yet. */
  flush(): void;
  /** Follows a shadow root that came after load, too. */
  follow(root: ShadowRoot): void;
  /** Whether a node is in the tree now, shadow roots and template contents included. */
  holds(node: Node): boolean;
  stop(): void;
}

const EVERYTHING: MutationObserverInit = {
  subtree: true,
  childList: true,
  attributes: true,
  attributeOldValue: true,
  characterData: true,
  characterDataOldValue: true,
};

/** Nodes that one observer follows: Firefox looks through all of them for each further one. */
const MANY = 1000;

/**
 * Follows the mutations of a tree from now on. `hosts` are the elements of the fragments in it. `changed` is called for what others did,
 * not for what `flush` took.
 *
 * @param former its only child at load, if that was another
 */
export function track(root: Node, hosts: ReadonlyMap<Node, Element>, changed: () => void, former?: Node): Tracker {
  let base: Base | undefined;
  const touched = new Map<number, FirstFacts>();
  /** Before there are numbers: first facts by node, of new nodes too. */
  const early = new Map<Node, FirstFacts>();
  const firsts = new Map<Node, Node | null>();
  const nexts = new Map<Node, Node | null>();
  const roots = new Set<Node>(hosts.keys());

  const observers: MutationObserver[] = [];
  const key = Symbol("liquid");
  type Observed = Node & { [key]?: true };
  let observed = 0;
  const observe = (node: Observed) => {
    if (node[key]) return;
    node[key] = true;
    // What stood where before there are numbers is told by the order of the records, which is that of a single observer.
    if (observed++ === 0 || (base && observed % MANY === 0)) {
      observers.push(new MutationObserver(heard));
      observers.at(-1)!.observe(bell, EVERYTHING);
    }
    observers.at(-1)!.observe(node, EVERYTHING);
  };
  /** Takes what the observers heard: one of them these records, and all what they have not delivered yet. */
  const take = (records: MutationRecord[]) =>
    note(merged([records, ...observers.map(one => one.takeRecords())].filter(({ length }) => length)));

  /**
   * Nodes that were taken out. Observers hear of them still until they are served (DOM, "transient registered observers"); then, where they
   * are out of sight, in no tree or in a new shadow root, they are followed, since they may come back changed.
   */
  const out: NodeList[] = [];
  /** What is changed so that the observers are served, though what they heard was taken. */
  const bell = document.createElement("i");
  const heard = (records: MutationRecord[]) => {
    take(records);
    for (const nodes of out.splice(0)) {
      for (const node of nodes) if (isDetached(node) || !isObserved(node)) observe(node);
    }
    if (records.some(({ target }) => target !== bell)) changed();
  };
  const flush = () => {
    take([]);
    if (out.length) bell.id = "";
  };

  const holds = (node: Node): boolean => {
    for (;;) {
      if (isDetached(node) && node !== root) return false;
      if (root.contains(node)) return true;
      const top = rootOf(node);
      const host = hosts.get(top) ?? parentOf(top) ?? templateOf(top);
      if (!host) return false;
      node = host;
    }
  };

  /** The template with some content, if that came after load: from there no link leads back. */
  const templateOf = (content: Node): Element | undefined => {
    const tops = isFragment(content) ? [root, ...roots] : [];
    for (const top of tops) {
      for (const template of (top as Element).querySelectorAll("template")) {
        if (template.content === content) return template;
        tops.push(template.content);
      }
    }
    return undefined;
  };

  const isObserved = (node: Node): boolean => root.contains(node) || roots.has(rootOf(node));

  /** What is known of a node; `undefined` for one that is not of the base. */
  const facts = (node: Node): FirstFacts | undefined => {
    const number = base?.numbers.get(node);
    if (base && number === undefined) return undefined;
    const known = number === undefined ? early.get(node) : touched.get(number);
    if (known) return known;
    const first = {};
    if (number === undefined) early.set(node, first);
    else touched.set(number, first);
    return first;
  };

  const childrenChanged = (parent: Node) => {
    const first = facts(parent);
    if (first) first.children = true;
  };

  /** What stood behind a node, or first in its parent, as the first record of it tells. */
  const link = (before: Node | null, parent: Node, behind: Node | null) => {
    const links = before ? nexts : firsts;
    const node = before ?? parent;
    if (!links.has(node)) links.set(node, behind);
  };

  const noteChildren = ({ target, removedNodes, previousSibling, nextSibling }: MutationRecord) => {
    childrenChanged(target);
    if (!base) {
      let before = previousSibling;
      for (const removed of removedNodes) {
        link(before, target, removed);
        before = removed;
      }
      link(before, target, nextSibling);
    }
    if (removedNodes.length) out.push(removedNodes);
  };

  const note = (records: MutationRecord[]) => {
    for (const record of records) {
      const { target, type, oldValue } = record;
      if (target === bell) continue;
      notePassword(target, record.attributeName, oldValue);
      if (type === "childList") noteChildren(record);
      else if (type === "attributes") {
        const first = facts(target);
        if (!first) continue;
        const key = attributeKey(record.attributeNamespace, record.attributeName!);
        first.attributes ??= new Map();
        if (!first.attributes.has(key)) first.attributes.set(key, oldValue);
      } else {
        const first = facts(target);
        if (first) first.text ??= oldValue!;
        // The texts of scripts have no numbers, and that they changed is to be said.
        const { parentNode } = target;
        if (parentNode && isElement(parentNode) && isScript(parentNode)) childrenChanged(parentNode);
      }
    }
  };

  for (const node of [root, ...roots]) observe(node);
  if (former) {
    firsts.set(root, former);
    childrenChanged(root);
  }

  return {
    touched,
    number(tree) {
      if (base) return base;
      flush();
      base = tree({ first: firsts, next: nexts });
      for (const [node, first] of early) {
        const number = base.numbers.get(node);
        if (number !== undefined) touched.set(number, first);
      }
      for (const passed of [early, firsts, nexts]) passed.clear();
      return base;
    },
    holds,
    follow(root) {
      observe(root);
      roots.add(root);
      childrenChanged(root.host);
    },
    flush,
    stop() {
      for (const observer of observers) observer.disconnect();
    },
  };
}

/**
 * What several observers heard since they were last asked. Each may hear of a node from some moment on, and then hears all of it: the
 * one that heard most of it heard what was first.
 */
function merged(heard: MutationRecord[][]): MutationRecord[] {
  if (heard.length < 2) return heard[0] ?? [];
  const most = new Map<Node, MutationRecord[]>();
  for (const records of heard) {
    const own = new Map<Node, MutationRecord[]>();
    for (const record of records) {
      const { target } = record;
      const list = own.get(target) ?? [];
      own.set(target, list);
      if (list.push(record) > (most.get(target)?.length ?? 0)) most.set(target, list);
    }
  }
  return [...most.values()].flat();
}

/** Whether a node stands nowhere. Asked first, since nothing is as fast. */
const isDetached = (node: Node): boolean => parentNodeOf(node) === null && !isFragment(node);

/** A base node's text as it was at load. */
export const firstText = ({ nodes }: Base, { touched }: Pick<Tracker, "touched">, number: number): string =>
  touched.get(number)?.text ?? nodes[number]!.nodeValue ?? "";

/** A base element's attributes by key as they were at load. */
export function firstAttributes(
  base: Base,
  { touched }: Pick<Tracker, "touched">,
  number: number,
): Map<string, string> {
  const element = base.nodes[number] as Element;
  const attributes = attributesOf(element);
  for (const [key, value] of touched.get(number)?.attributes ?? []) {
    if (value === null) attributes.delete(key);
    else attributes.set(key, value);
  }
  return attributes;
}

/** Forgets the first facts that are true again, so that a capture's cost does not grow with history. */
export function settle({ nodes }: Base, touched: Map<number, FirstFacts>, number: number): void {
  const first = touched.get(number)!;
  const node = nodes[number]!;
  for (const [key, value] of first.attributes ?? []) {
    if (getAttribute(node as Element, key) === value) first.attributes!.delete(key);
  }
  if (!first.attributes?.size) delete first.attributes;
  if (first.text === node.nodeValue) delete first.text;
  if (Object.keys(first).length === 0) touched.delete(number);
}
