import { firstOf, nextOf } from "../base/native";
import { childrenOf, isIgnored, isIgnoredByNow } from "../base/scope";

type Test = (child: Node) => boolean;

/** Brings a parent's children into an order by the fewest operations. Returns how many nodes were moved, put in or taken out. */
export function arrange(parent: Node, wanted: Node[], mayGo: Test, hasNumber: Test): number {
  if (!wanted.length) return clear(parent, mayGo, hasNumber);
  const current = childrenOf(parent);
  if (current.length === wanted.length && current.every((child, index) => child === wanted[index])) return 0;

  let operations = takeOut(parent, current, wanted, mayGo);
  const positions = new Map(current.map((child, index) => [child, index]));
  // A document refuses to move its element or its type, having one already: the others move around them.
  const mayStay = (node: Node) => parent.nodeType !== 9 || node.nodeType === 1 || node.nodeType === 10;
  const still = longestIncreasing(wanted.map(node => (mayStay(node) ? (positions.get(node) ?? -1) : -1)));
  // What is ignored at the end, as an overlay, stays there.
  let behind: Node | null = null;
  for (let last = parent.lastChild; last && isIgnored(last); last = last.previousSibling) behind = last;
  let batch: Node[] = [];
  const insertBatch = () => {
    if (batch.length) insert(parent, batch.reverse(), behind);
    behind = batch[0] ?? behind;
    batch = [];
  };
  for (let index = wanted.length - 1; index >= 0; index--) {
    const node = wanted[index]!;
    if (!still.has(index)) operations++;
    // Those out of the tree that are to stand together go in together: one record for who observes.
    if (node.parentNode === null) {
      batch.push(node);
      continue;
    }
    insertBatch();
    if (!still.has(index)) move(parent, node, behind);
    behind = node;
  }
  insertBatch();
  return operations;
}

const FEW = 4;

/** Of a form with a field of that name they are the field. */
const { insertBefore, removeChild } = Node.prototype;

/** Takes out the children that are not wanted and may go. */
function takeOut(parent: Node, current: Node[], wanted: Node[], mayGo: Test): number {
  // A set of many new nodes takes longer than to look through them for a few.
  const staying = current.length > FEW && new Set(wanted);
  const isWanted = (child: Node) => (staying ? staying.has(child) : wanted.includes(child));
  const going = current.filter(child => !isWanted(child) && mayGo(child));
  // All at once is one record for who observes.
  if (going.length === parent.childNodes.length) (parent as Element).replaceChildren();
  else for (const child of going) removeChild.call(parent, child);
  return going.length;
}

/** Takes out all children that may go: all of them at once, for this is one record for who observes, if none has to stay. */
function clear(parent: Node, mayGo: Test, hasNumber: Test): number {
  const count = parent.childNodes.length;
  let child = firstOf(parent);
  while (child && !(hasNumber(child) ? isIgnoredByNow : isIgnored)(child) && mayGo(child)) child = nextOf(child);
  if (child) return takeOut(parent, childrenOf(parent), [], mayGo);
  if (count) (parent as Element).replaceChildren();
  return count;
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
