import { type Base, baseChildren, baseSibling, isControl } from "./base";
import { attributeKey, elementName, HTML } from "./names";
import type { Entry, NewNode, Remark } from "./patch";
import { childrenOf, fragmentOf, isClosed, isElement, isScript, isWithheld } from "./scope";

/** Writes child lists, and numbers the new nodes in the order in which they are written. */
export interface Writer {
  /** Numbers of the nodes that were written out. */
  readonly numbers: Map<Node, number>;
  /** Form controls among them. */
  readonly controls: Element[];
  /** What is never written. */
  readonly leftOut: Remark[];
  /** A node's children as entries; `namespace` is that which their names inherit. */
  entries(children: Iterable<Node>, namespace: string | null): Entry[];
}

/** A run shorter than this takes no less room than its numbers. */
const SHORTEST_RUN = 3;

export function writer(base: Base): Writer {
  const numbers = new Map<Node, number>();
  const controls: Element[] = [];
  const leftOut: Remark[] = [];

  const add = (node: Node): number => {
    const number = base.nodes.length + numbers.size;
    numbers.set(node, number);
    if (isControl(node)) controls.push(node);
    return number;
  };

  const entries = (children: Iterable<Node>, namespace: string | null): Entry[] => {
    const list: Entry[] = [];
    let run: number[] = [];
    const closeRun = () => {
      if (run.length < SHORTEST_RUN) list.push(...run);
      else list.push([run[0]!, run.length]);
      run = [];
    };
    for (const child of children) {
      const number = base.numbers.get(child);
      if (number === undefined) {
        closeRun();
        const entry = newNode(child, namespace);
        if (entry !== undefined) list.push(entry);
        continue;
      }
      if (run.length && baseSibling(base, run.at(-1)!) !== number) closeRun();
      run.push(number);
    }
    closeRun();
    return list;
  };

  const newNode = (node: Node, inherited: string | null): Entry | undefined => {
    if (isElement(node) && isScript(node)) {
      leftOut.push({ reason: "script", what: "<script>" });
      return undefined;
    }
    add(node);
    switch (node.nodeType) {
      case 3:
        return node.nodeValue!;
      case 4:
        return ["#cdata-section", node.nodeValue];
      case 7:
        return ["#pi", (node as ProcessingInstruction).target, node.nodeValue];
      case 8:
        return ["#comment", node.nodeValue];
      case 10: {
        const { name, publicId, systemId } = node as DocumentType;
        return ["#doctype", name, publicId, systemId];
      }
      default:
        return element(node as Element, inherited);
    }
  };

  const element = (node: Element, inherited: string | null): NewNode => {
    const entry: NewNode = [elementName(node, inherited)];
    if (node.attributes.length) {
      const attributes: Record<string, string> = Object.create(null);
      for (const { namespaceURI, localName, value } of node.attributes) {
        const key = attributeKey(namespaceURI, localName);
        if (!isWithheld(node, key)) attributes[key] = value;
      }
      entry.push(attributes);
    }
    const fragment = fragmentOf(node);
    if (fragment) {
      add(fragment);
      const shadow = (fragment as ShadowRoot).mode;
      entry.push([...(shadow ? ["#shadow", { mode: shadow }] : ["#fragment"]), ...entries(childrenOf(fragment), HTML)]);
    }
    // A loop, since a spread of a long list overflows the stack.
    if (!isClosed(node)) for (const child of entries(childrenOf(node), node.namespaceURI)) entry.push(child);
    return entry;
  };

  return { numbers, controls, leftOut, entries };
}

/** Whether a base node's children are those it had at load. */
export function hasFirstChildren(base: Base, number: number, children: Node[]): boolean {
  const first = baseChildren(base, number);
  return first.length === children.length && children.every((child, index) => base.nodes[first[index]!] === child);
}
