import { CLOSED, fragmentOf, IGNORED, isElement, isFragment, isShadowRoot } from "./scope";

/** The shape of a base: which node stands where, by numbers. */
export interface Shape {
  /** The number of each node's parent; a fragment's is its host. The root's is -1. */
  readonly parents: ArrayLike<number>;
  /** The number behind each node's subtree. */
  readonly ends: ArrayLike<number>;
  /** A node's `nodeType`; `undefined` for a number that there is not. */
  typeOf(number: number): number | undefined;
}

/**
 * A tree as it was at load: its nodes, numbered in document order. The number is the node's identity on every device
 * that loaded the same page. Children need no lists: the first child of `n` is `n + 1`, the sibling behind `c` is `ends[c]`.
 */
export interface Base extends Shape {
  /** The real nodes; the index is the number. */
  nodes: Node[];
  parents: number[];
  ends: number[];
  /** The numbers by node. */
  numbers: Map<Node, number>;
  /** Numbers of the elements and shadow roots with state of their own, which neither attributes nor children show. */
  stateful: number[];
}

const STATEFUL = new Set([
  "input",
  "textarea",
  "select",
  "dialog",
  "style",
  "link",
  "canvas",
  "video",
  "audio",
  "iframe",
]);

/** Whether a node has state of its own: by its name, or a shadow root. */
export const isStateful = (node: Node): boolean =>
  isElement(node) ? STATEFUL.has(node.localName) : isShadowRoot(node);

/** Numbers a tree. Walks without recursion, since pages may be thousands of levels deep. */
export function numberTree(root: Node): Base {
  const base: Base = {
    nodes: [],
    parents: [],
    ends: [],
    numbers: new Map(),
    stateful: [],
    typeOf: number => nodes[number]?.nodeType,
  };
  const { nodes, parents, ends, numbers, stateful } = base;

  const enter = (node: Node, parent: number): number => {
    const number = nodes.push(node) - 1;
    parents.push(parent);
    ends.push(0);
    numbers.set(node, number);
    return number;
  };

  const walk = (top: Node, above: number): void => {
    // Asked at once: the browser finds them many times faster than a walk that asks each node.
    const within = top as ParentNode & Node;
    const ignored = new Set<Node>(within.querySelectorAll(IGNORED));
    const closed = new Set<Node>(within.querySelectorAll(CLOSED));
    const templates = new Set<Node>(within.querySelectorAll("template"));
    const seen = (node: Node | null): Node | null => {
      while (node && ignored.has(node)) node = node.nextSibling;
      return node;
    };

    let node = top;
    let number = enter(top, above);
    for (;;) {
      if (isElement(node) && !closed.has(node)) {
        const fragment = node.shadowRoot ?? (templates.has(node) ? fragmentOf(node) : null);
        if (fragment) walk(fragment, number);
      }
      const child = closed.has(node) ? null : seen(node.firstChild);
      if (child) {
        node = child;
        number = enter(child, number);
        continue;
      }
      for (;;) {
        ends[number] = nodes.length;
        if (node === top) break;
        const sibling = seen(node.nextSibling);
        if (sibling) {
          number = enter(sibling, parents[number]!);
          node = sibling;
          break;
        }
        number = parents[number]!;
        node = nodes[number]!;
      }
      if (node === top) break;
    }
    if (isStateful(top)) stateful.push(above + 1);
    for (const element of within.querySelectorAll([...STATEFUL].join())) {
      const found = numbers.get(element);
      if (found !== undefined) stateful.push(found);
    }
  };

  walk(root, -1);
  stateful.sort((a, b) => a - b);
  return base;
}

/** The numbers of a base node's children, without its fragment. */
export function baseChildren({ nodes, ends }: Base, number: number): number[] {
  const children: number[] = [];
  const end = ends[number]!;
  for (let child = number + 1; child < end; child = ends[child]!) {
    if (!isFragment(nodes[child]!)) children.push(child);
  }
  return children;
}

/** The sibling that followed a base node at load, -1 behind the last one. */
export function baseSibling({ parents, ends }: Shape, number: number): number {
  const next = ends[number]!;
  return next < ends.length && parents[next] === parents[number] ? next : -1;
}
