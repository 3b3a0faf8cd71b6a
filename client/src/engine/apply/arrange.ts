import { firstOf, nextOf, parentNodeOf } from "../base/native";
import { isIgnored, isIgnoredByNow } from "../base/scope";

/** Base nodes among children. */
export interface Numbered {
  numberOf(child: Node): number | undefined;
  /** Whether a base node may leave the tree: it stands nowhere else later. */
  mayGo(number: number): boolean;
}

/** Brings a parent's children into an order by the fewest operations. Returns how many nodes were moved, put in or taken out. */
export function arrange(parent: Node, wanted: Node[], numbered: Numbered): number {
  if (!wanted.length) return clear(parent, numbered);
  const { going, coming } = differences(parent, wanted, numbered);
  // All at once is one record for who observes.
  if (going.length && going.length === parent.childNodes.length) (parent as Element).replaceChildren();
  else for (const child of going) removeChild.call(parent, child);
  putIn(parent, wanted, coming);
  return going.length + coming.length;
}

/** So often one is looked for among many; a set of these takes longer. */
const FEW = 8;

/** The children that are not wanted and may go, and the places of those wanted that are to be put there. */
function differences(parent: Node, wanted: Node[], { numberOf, mayGo }: Numbered): { going: Node[]; coming: number[] } {
  const current = rawChildren(parent);
  const going: Node[] = [];
  const coming: number[] = [];
  let asked = 0;
  let all: Set<Node> | undefined;
  const isWanted = (child: Node): boolean => {
    if (asked++ < FEW) return wanted.includes(child);
    all ??= new Set(wanted);
    return all.has(child);
  };
  /** Whether a child has no place among those wanted; it goes if it may. */
  const isOther = (child: Node): boolean => {
    if (isIgnored(child)) return true;
    if (isWanted(child)) return false;
    const number = numberOf(child);
    if (number === undefined || mayGo(number)) going.push(child);
    return true;
  };

  // Most stand where they are to be: from both ends, up to the first that has another place.
  const first = { at: 0, place: 0, step: 1 };
  const last = { at: current.length - 1, place: wanted.length - 1, step: -1 };
  for (const end of [first, last]) {
    for (;;) {
      const hasChild = first.at <= last.at;
      const hasWanted = first.place <= last.place;
      const node = wanted[end.place]!;
      if (hasChild && hasWanted && current[end.at] === node) {
        end.at += end.step;
        end.place += end.step;
      } else if (hasWanted && parentNodeOf(node) !== parent) {
        coming.push(end.place);
        end.place += end.step;
      } else if (hasChild && isOther(current[end.at]!)) end.at += end.step;
      else break;
    }
  }
  const between = current.slice(first.at, last.at + 1).filter(child => !isOther(child));
  const places = new Map(between.map((child, index) => [child, index]));
  // A document refuses to move its element or its type, having one already: the others move around them.
  const mayStay = (node: Node) => parent.nodeType !== 9 || node.nodeType === 1 || node.nodeType === 10;
  const middle = wanted.slice(first.place, last.place + 1);
  const still = longestIncreasing(middle.map(node => (mayStay(node) ? (places.get(node) ?? -1) : -1)));
  for (const index of middle.keys()) if (!still.has(index)) coming.push(first.place + index);
  return { going, coming };
}

/** Puts those wanted at some places there; the others stand in order. */
function putIn(parent: Node, wanted: Node[], places: number[]): void {
  // What is ignored at the end, as an overlay, stays there.
  let behind: Node | null = null;
  for (let last = parent.lastChild; last && isIgnored(last); last = last.previousSibling) behind = last;
  let batch: Node[] = [];
  let next = wanted.length;
  const insertBatch = () => {
    if (batch.length) insert(parent, batch.reverse(), wanted[next + batch.length] ?? behind);
    batch = [];
  };
  for (const index of places.sort((a, b) => b - a)) {
    const node = wanted[index]!;
    const isDetached = parentNodeOf(node) === null;
    if (index !== next - 1 || !isDetached) insertBatch();
    next = index;
    // Those out of the tree that are to stand together go in together: one record for who observes.
    if (isDetached) batch.push(node);
    else move(parent, node, wanted[index + 1] ?? behind);
  }
  insertBatch();
}

/** Of a form with a field of that name they are the field. */
const { insertBefore, removeChild } = Node.prototype;

/** Takes out all children that may go: all of them at once, for this is one record for who observes, if none has to stay. */
function clear(parent: Node, { numberOf, mayGo }: Numbered): number {
  const mayLeave = (child: Node): boolean => {
    const number = numberOf(child);
    return number === undefined ? !isIgnored(child) : !isIgnoredByNow(child) && mayGo(number);
  };
  let count = 0;
  let child = firstOf(parent);
  for (; child && mayLeave(child); child = nextOf(child)) count++;
  if (!child) {
    if (count) (parent as Element).replaceChildren();
    return count;
  }
  const going = rawChildren(parent).filter(mayLeave);
  for (const child of going) removeChild.call(parent, child);
  return going.length;
}

/** Also what is ignored. */
function rawChildren(parent: Node): Node[] {
  const children: Node[] = [];
  for (let child = firstOf(parent); child; child = nextOf(child)) children.push(child);
  return children;
}

/** Not by `before` or `append`: a form with a field of that name has none. A document's type may stand in no fragment. */
function insert(parent: Node, nodes: Node[], before: Node | null): void {
  if (nodes.length > 1 && parent.nodeType !== 9) {
    const many = parent.ownerDocument!.createDocumentFragment();
    for (const node of nodes) many.appendChild(node);
    insertBefore.call(parent, many, before);
  } else for (const node of nodes) insertBefore.call(parent, node, before);
}

/**
 * `moveBefore` keeps what a removal would lose: focus, animations, a loaded iframe. Not into an `<input>`, which shows none of that:
 * Chromium would not show what stands beside it any more.
 */
function move(parent: Node, node: Node, before: Node | null): void {
  const mover = parent as Node & { moveBefore?: (node: Node, before: Node | null) => void };
  if (
    mover.moveBefore &&
    parent.nodeName !== "INPUT" &&
    node.isConnected &&
    parent.isConnected &&
    node.ownerDocument === parent.ownerDocument
  ) {
    try {
      mover.moveBefore(node, before);
      return;
    } catch {
      // Not for every pair of places; insertBefore is.
    }
  }
  insertBefore.call(parent, node, before);
}

/**
 * The indexes of a longest increasing subsequence, entries of -1 left out: the nodes that need not move.
 * Patience sorting, O(n log n) (Fredman, 1975).
 */
export function longestIncreasing(positions: number[]): Set<number> {
  const tails: number[] = [];
  const before: number[] = [];
  for (let index = 0; index < positions.length; index++) {
    const position = positions[index]!;
    if (position < 0) continue;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (positions[tails[middle]!]! < position) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = index;
  }
  const longest = new Set<number>();
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index]!) longest.add(index);
  return longest;
}
