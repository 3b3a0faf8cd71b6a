import {
  CLOSED,
  EXTENSION_ELEMENTS,
  fragmentOf,
  isClosed,
  isElement,
  isFragment,
  isIgnored,
  isShadowRoot,
  MARKS,
} from "./scope";

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

const STATES = new Set([
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
export const isStateful = (node: Node): boolean => (isElement(node) ? STATES.has(node.localName) : isShadowRoot(node));

/** Elements that have it by their name. */
export const STATEFUL = [...STATES].join();

/** What a walk has to ask of an element, by its local name: nothing, since it can't have a shadow root; whether it has one; … */
const NOTHING = 0;
const ROOT = 1;
/** … or all: it may have state of its own, be ignored or closed, or hold a fragment. */
const ALL = 2;
/** Elements that may have a shadow root; so may custom ones. */
const HOSTS = "article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(" ");
const looks = new Map<string, number>([
  ...HOSTS.map(name => [name, ROOT] as const),
  ...[...STATES, ...EXTENSION_ELEMENTS, ...CLOSED, "template"].map(name => [name, ALL] as const),
]);

/** Whether elements of a name may have a shadow root. */
export const mayHaveRoot = (name: string): boolean => (looks.get(name) ?? lookAt(name)) !== NOTHING;

function lookAt(name: string): number {
  const look = name.includes("-") ? ROOT : NOTHING;
  looks.set(name, look);
  return look;
}

/**
 * Numbers a tree. Walks without recursion, since pages may be thousands of levels deep. It is done at load: of a node nothing is
 * read but where it stands and whether it has a shadow root; what it says can still be read later, or is told by the observer.
 */
export function numberTree(root: Node): Base {
  const nodes: Node[] = [];
  const parents: number[] = [];
  const stateful: number[] = [];
  const fragments: number[] = [];
  // Noted on the nodes themselves: that takes a third of the time and half of the room of a `Map`. It need not be done at load.
  const key = Symbol("liquid");
  type Numbered = Node & { [key]?: number };

  // One loop without calls: it runs once and is over before the browser has compiled much of it.
  const walk = (top: Node, above: number): void => {
    const marked = markedIn(top as Node & ParentNode);
    const first = nodes.length;
    if (above >= 0) fragments.push(first);
    let node = top;
    let number = first;
    let parent = above;
    let isElement = top.nodeType === 1;
    let look = isElement ? ALL : NOTHING;
    for (;;) {
      nodes[number] = node;
      parents[number] = parent;

      let child: Node | null = null;
      if (look === ALL) {
        if (isStateful(node)) stateful.push(number);
        const fragment = fragmentOf(node);
        if (fragment) walk(fragment, number);
        if (!isClosed(node)) child = node.firstChild;
      } else if (isElement || number === first) {
        const fragment = look === ROOT ? (node as Element).shadowRoot : null;
        if (fragment) walk(fragment, number);
        child = node.firstChild;
      }

      parent = number;
      for (;;) {
        if (!child) {
          // What was deeper may have come in between.
          if (parent === first) return;
          child = nodes[parent]!.nextSibling;
          parent = parents[parent]!;
          continue;
        }
        isElement = child.nodeType === 1;
        look = NOTHING;
        if (isElement) {
          const { localName } = child as Element;
          look = marked?.has(child) ? ALL : (looks.get(localName) ?? lookAt(localName));
        }
        if (look !== ALL || !isIgnored(child)) break;
        child = child.nextSibling;
      }
      node = child;
      number = nodes.length;
    }
  };

  walk(root, -1);
  for (const number of fragments) if (isStateful(nodes[number]!)) stateful.push(number);
  stateful.sort((a, b) => a - b);
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
    // Not needed at load.
    get ends() {
      ends ??= endsOf(parents);
      return ends;
    },
    typeOf: number => nodes[number]?.nodeType,
  };
}

/**
 * Elements that are ignored or closed by an attribute or a selector. Asked at once, and for each attribute by itself: that is how the
 * browser finds them many times faster than a walk that asks each node.
 */
function markedIn(top: ParentNode): Set<Node> | undefined {
  const found = MARKS.flatMap<Node>(mark => [...top.querySelectorAll(mark)]);
  return found.length ? new Set(found) : undefined;
}

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
