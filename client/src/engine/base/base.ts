import { firstOf as nativeFirst, nextOf as nativeNext, typeOf as nativeType } from "./native";
import { isFragment } from "./scope";
import type { Survey } from "./survey";
import type { Links } from "./tracker";

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
  numbers: Numbers;
  /** Numbers of the elements and shadow roots with state of their own, which neither attributes nor children show. */
  stateful: number[];
  /** Numbers of the shadow roots and of the contents of templates. */
  fragments: number[];
}

/** The numbers by node. */
export interface Numbers {
  get(node: Node): number | undefined;
  has(node: Node): boolean;
  set(node: Node, number: number): void;
  /** Notes the numbers below this one on their nodes; so who has the time for it does it before somebody asks. */
  note(below: number): void;
}

/**
 * Numbers a tree as it was at load, whatever happened to it since. Walks without recursion, since pages may be thousands of levels
 * deep. It need not be done at load: of a node nothing is read but where it stands, and `links` know where it stood.
 */
export function numberTree(root: Node, found: Survey, links: Links): Base {
  const { ignored, closed } = found;
  const special = new Set<Node>([...ignored, ...closed, ...found.fragments.keys(), ...found.stateful]);
  const nodes: Node[] = [];
  const parents: number[] = [];
  const stateful: number[] = [];
  const fragments: number[] = [];
  // Noted on the nodes themselves: that takes a third of the time and half of the room of a `Map`. It can wait, too.
  const key = Symbol("liquid");
  type Numbered = Node & { [key]?: number };

  // Most pages are numbered before anything happens to them.
  const { first: firsts, next: nexts } = links;
  const firstOf = firsts.size ? (node: Node) => known(firsts, node, nativeFirst(node)) : nativeFirst;
  const nextOf = nexts.size ? (node: Node) => known(nexts, node, nativeNext(node)) : nativeNext;

  const walk = (top: Node, above: number): void => {
    const first = nodes.length;
    if (above >= 0) fragments.push(first);
    let node = top;
    let number = first;
    let parent = above;
    for (;;) {
      nodes[number] = node;
      parents[number] = parent;
      let child: Node | null = null;
      if (special.has(node)) {
        if (found.stateful.has(node)) stateful.push(number);
        const fragment = found.fragments.get(node as Element);
        if (fragment) walk(fragment, number);
        if (!closed.has(node)) child = firstOf(node);
      } else child = firstOf(node);

      parent = number;
      for (;;) {
        if (!child) {
          // What was deeper may have come in between.
          if (parent === first) return;
          child = nextOf(nodes[parent]!);
          parent = parents[parent]!;
          continue;
        }
        if (!ignored.has(child)) break;
        child = nextOf(child);
      }
      node = child;
      number = nodes.length;
    }
  };

  walk(root, -1);
  let noted = 0;
  const note = (below: number) => {
    for (; noted < below; noted++) (nodes[noted] as Numbered)[key] = noted;
  };
  const numberOf = (node: Numbered): number | undefined => {
    if (noted < nodes.length) note(nodes.length);
    return node[key];
  };
  let ends: Int32Array | undefined;
  return {
    nodes,
    parents,
    numbers: {
      get: numberOf,
      has: node => numberOf(node) !== undefined,
      set(node, number) {
        (node as Numbered)[key] = number;
      },
      note,
    },
    stateful,
    fragments,
    // Not needed by all.
    get ends() {
      ends ??= endsOf(parents);
      return ends;
    },
    typeOf: number => (number in nodes ? nativeType(nodes[number]!) : undefined),
  };
}

const known = (links: ReadonlyMap<Node, Node | null>, node: Node, now: Node | null): Node | null =>
  links.has(node) ? links.get(node)! : now;

/** From the last number on, since a subtree ends where that of its last child does. */
function endsOf(parents: number[]): Int32Array {
  const ends = new Int32Array(parents.length);
  for (let number = parents.length - 1; number >= 0; number--) {
    ends[number] ||= number + 1;
    const parent = parents[number]!;
    if (parent >= 0) ends[parent] ||= ends[number]!;
  }
  return ends;
}

/** The numbers of a base node's children, without its fragment, which stands before them. */
export function baseChildren({ nodes, ends }: Base, number: number): number[] {
  const children: number[] = [];
  const end = ends[number]!;
  let child = number + 1;
  if (child < end && isFragment(nodes[child]!)) child = ends[child]!;
  for (; child < end; child = ends[child]!) children.push(child);
  return children;
}

/** The sibling that followed a base node at load, -1 behind the last one. */
export function baseSibling({ parents, ends }: Shape, number: number): number {
  const next = ends[number]!;
  return next < ends.length && parents[next] === parents[number] ? next : -1;
}
