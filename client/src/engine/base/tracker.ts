import type { Base } from "./base";
import { attributeKey, attributesOf, getAttribute } from "./names";
import { isElement, isFragment, isScript, notePassword } from "./scope";

/** The facts of a base node that changed since load, as they were then. */
export interface FirstFacts {
  /** First values by attribute key; `null`: it was absent. */
  attributes?: Map<string, string | null>;
  text?: string;
  /** The child list changed; the base knows it as it was. */
  children?: true;
}

/** Remembers which base nodes were touched, and how they were before. */
export interface Tracker {
  /** First facts of the touched nodes by number. Includes what was touched and is as before again. */
  readonly touched: Map<number, FirstFacts>;
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

/** Follows the mutations of a base. `changed` is called for what others did, not for what `flush` took. */
export function track(base: Base, changed: () => void): Tracker {
  const { nodes, numbers } = base;
  const root = nodes[0]!;
  const touched = new Map<number, FirstFacts>();

  const observer = new MutationObserver(records => {
    note(records);
    changed();
  });
  const observe = (node: Node) => observer.observe(node, EVERYTHING);

  const holds = (node: Node): boolean => {
    for (;;) {
      if (isDetached(node) && node !== root) return false;
      if (root.contains(node)) return true;
      const top = node.getRootNode();
      const number = numbers.get(top);
      // A base fragment's host is numbered right before it; the host of a new one is known to shadow roots alone.
      if (number !== undefined && isFragment(top)) node = nodes[number - 1]!;
      else if ((top as ShadowRoot).host) node = (top as ShadowRoot).host;
      else return false;
    }
  };

  const isObserved = (node: Node): boolean => {
    if (root.contains(node)) return true;
    const top = node.getRootNode();
    return isFragment(top) && numbers.has(top);
  };

  const facts = (number: number): FirstFacts => {
    let first = touched.get(number);
    if (!first) {
      first = {};
      touched.set(number, first);
    }
    return first;
  };

  /** The texts of scripts have no numbers, and that they changed is to be said. */
  const scriptAround = ({ parentNode }: Node): number | undefined =>
    parentNode && isElement(parentNode) && isScript(parentNode) ? numbers.get(parentNode) : undefined;

  const note = (records: MutationRecord[]) => {
    for (const record of records) {
      const { target, type } = record;
      notePassword(target, record.attributeName, record.oldValue);
      const number = numbers.get(target) ?? (type === "characterData" ? scriptAround(target) : undefined);
      if (number !== undefined) {
        const first = facts(number);
        if (type === "attributes") {
          const key = attributeKey(record.attributeNamespace, record.attributeName!);
          first.attributes ??= new Map();
          if (!first.attributes.has(key)) first.attributes.set(key, record.oldValue);
        } else if (type === "characterData" && nodes[number] === target) first.text ??= record.oldValue!;
        else first.children = true;
      }
      // Out of the tree, or in a new shadow root, a node would be out of sight: follow it there, it may come back changed.
      for (const removed of record.removedNodes) {
        if (isDetached(removed) || !isObserved(removed)) observe(removed);
      }
    }
  };

  observe(root);
  for (const number of base.fragments) observe(nodes[number]!);

  return {
    touched,
    holds,
    follow(root) {
      observe(root);
      const number = numbers.get(root.host);
      if (number !== undefined) facts(number).children = true;
    },
    flush: () => note(observer.takeRecords()),
    stop: () => observer.disconnect(),
  };
}

/** Whether a node stands nowhere. Asked first, since nothing is as fast. */
const isDetached = (node: Node): boolean => node.parentNode === null && !isFragment(node);

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
