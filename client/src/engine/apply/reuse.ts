import { readName } from "../base/names";
import { childrenOf, isElement } from "../base/scope";
import type { Entry } from "../patch";
import { attributesOf, childrenStart, isParent, isRun } from "./entries";

/** Which nodes Liquid made in this page, and what they were made from. */
export interface MadeNodes {
  has(node: Node): boolean;
  get(node: Node): unknown;
  set(node: Node, entry: unknown): void;
}

/** Noted on the nodes themselves, where it is found many times faster than in a `WeakMap` of all. */
export function madeNodes(): MadeNodes {
  const entry = Symbol("liquid");
  type Made = Node & { [entry]?: unknown };
  return {
    has: node => entry in node,
    get: node => (node as Made)[entry],
    set(node, made) {
      (node as Made)[entry] = made;
    },
  };
}

/**
 * Nodes among a parent's children that Liquid made at an earlier time and that can be used again, by the entries they are to
 * stand for: first those written the same, then those of the same name. So a mirror neither flickers nor loses a caret. Nodes that
 * the application made are not used: their listeners would come on top of those that are bound by name.
 */
export function reusable(
  parent: Node,
  entries: readonly unknown[],
  inherited: string | null,
  makes: MadeNodes,
): Map<unknown, Node[]> {
  const matched = new Map<unknown, Node[]>();
  const pool = new Set(childrenOf(parent).filter(child => makes.has(child)));
  let open = pool.size ? entries.filter(entry => typeof entry !== "number" && !isRun(entry)) : [];
  const match = (keyOfNode: (node: Node) => string, keyOfEntry: (entry: unknown) => string) => {
    const byKey = new Map<string, Node[]>();
    for (const node of pool) byKey.set(keyOfNode(node), [...(byKey.get(keyOfNode(node)) ?? []), node]);
    open = open.filter(entry => {
      const node = byKey.get(keyOfEntry(entry))?.shift();
      if (!node) return true;
      pool.delete(node);
      matched.set(entry, [...(matched.get(entry) ?? []), node]);
      return false;
    });
  };
  match(node => JSON.stringify(makes.get(node)), JSON.stringify);
  match(kindOf, entry => kindOfEntry(entry as Entry, inherited));
  return matched;
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
