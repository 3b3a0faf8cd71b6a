import type { Remark } from "../../../../client/src/engine";
import { type Change, changesOf, isBlank, type Observed, signOf } from "./observed";

/** A page with what only the test knows. */
export interface Known {
  observed: Observed;
  identities: Map<Node, number>;
}

export interface Verdict {
  /** What a change did to a node that does not correspond, or that nothing at the source accounts for. */
  wrong: string[];
  /** What did not arrive, and no remark says so. */
  silent: string[];
  /** Changes of nodes that have a counterpart, and how many of them arrived. */
  possible: number;
  arrived: number;
}

/**
 * Whether nodes of two pages correspond: they have one identity, or no page shows that they have not.
 *
 * - Nodes that nothing tells apart are interchangeable: their subtrees are equal, in the same parent or in parents that are
 *   interchangeable. If a deploy swaps two rows that are equal in everything, what was done to the one may arrive at the other. Controls
 *   are told apart by what stands beside them too: in `Name <input> Mail <input>` each field has its label.
 * - What says the same to the last word in the same parent is the same (what says nothing, if there are as many), and wherever it stands if it says more than one thing: that a
 *   deploy took the row away and made an equal one is nothing to be known.
 * - The only list of a section is its list, and its only heading its heading, whatever became of their content. So are a cell in its
 *   column, unless the row shows that columns were moved, and the only text of an element.
 */
export function correspondence(source: Known, target: Known): (a: Node, b: Node) => boolean {
  const [kinds, others] = [kindsOf(source), kindsOf(target)];
  const [placed, theirs] = [placesOf(source), placesOf(target)];
  const byIdentity = new Map([...target.identities].map(([node, identity]) => [identity, node]));
  const pairs = new Set<string>();
  for (const [node, identity] of source.identities) {
    const other = byIdentity.get(identity);
    if (other) pairs.add(`${kinds.get(node)} ${others.get(other)}`);
  }
  const corresponds = (a: Node, b: Node): boolean => {
    if (pairs.has(`${kinds.get(a)} ${others.get(b)}`)) return true;
    const [mine, other] = [placed.get(a), theirs.get(b)];
    if (!mine || !other) return false;
    if (mine.sign === other.sign && mine.says > 1) return true;
    const isEqual = mine.sign === other.sign && (mine.says > 0 || mine.alike === other.alike);
    const isSame = isEqual || (mine.role !== "" && mine.role === other.role && !haveMoved(mine.row, other.row));
    return isSame && corresponds(mine.parent, other.parent);
  };
  return corresponds;
}

/** Whether a cell of a row is to be seen in another column. */
const haveMoved = (mine: string[], theirs: string[]): boolean =>
  mine.some((sign, index) => theirs[index] !== sign && theirs.includes(sign));

function nodesIn(top: Node): Node[] {
  return [top, ...[...top.childNodes].flatMap(nodesIn)];
}

interface Placed {
  sign: string;
  /** How many things it says. */
  says: number;
  /** How many of its siblings are equal. */
  alike: number;
  role: string;
  /** Of a cell: what all of its row are. */
  row: string[];
  parent: Node;
}

const ROLES = /^(BODY|NAV|FORM|UL|TABLE|TBODY|THEAD|SELECT|SUMMARY|H\d|#text)$/;

/** To be called before anything is changed. */
function placesOf({ identities }: Known): Map<Node, Placed> {
  const placed = new Map<Node, Placed>();
  for (const node of identities.keys()) {
    const parent = node.parentNode!;
    const { nodeName } = node;
    const children = [...parent.childNodes].filter(child => !isBlank(child));
    const sign = signIn(node);
    const alike = children.filter(child => signIn(child) === sign).length;
    const isOnly = ROLES.test(nodeName) && children.filter(child => child.nodeName === nodeName).length === 1;
    const role = /^T[DH]$/.test(nodeName) ? `cell ${children.indexOf(node as ChildNode)} of ${children.length}` : "";
    const row = role ? children.map(signIn) : [];
    placed.set(node, { sign, alike, says: saidIn(node), role: isOnly ? nodeName : role, row, parent });
  }
  return placed;
}

function saidIn(node: Node): number {
  const walker = node.ownerDocument!.createTreeWalker(node);
  const said = new Set<string>();
  for (let at: Node | null = node; at; at = walker.nextNode()) {
    if (at.nodeType === 3 && !isBlank(at)) said.add(at.nodeValue!);
    for (const key of ["id", "data-key", "name", "href"])
      if ((at as Element).hasAttribute?.(key)) said.add(`${key}=${(at as Element).getAttribute(key)}`);
  }
  return said.size;
}

/** Numbers kinds of interchangeable nodes. To be called before anything is changed. */
function kindsOf({ identities }: Known): Map<Node, number> {
  const kinds = new Map<Node, number>();
  const numbers = new Map<string, number>();
  for (const node of identities.keys()) {
    const sign = `${kinds.get(node.parentNode!) ?? ""} ${signIn(node)}`;
    if (!numbers.has(sign)) numbers.set(sign, numbers.size);
    kinds.set(node, numbers.get(sign)!);
  }
  return kinds;
}

/** What a node is, and of a control its label. */
function signIn(node: Node): string {
  const label = /^(INPUT|SELECT|TEXTAREA)$/.test(node.nodeName) ? labelBefore(node) : "";
  return `${node.nodeType} ${signOf(node)} ${label}`;
}

function labelBefore(node: Node): string {
  let before = node.previousSibling;
  while (before && isBlank(before)) before = before.previousSibling;
  return before && before.nodeName !== "SELECT" ? signOf(before) : "";
}

/** Compares what was done at the source with what it did to the target. */
export function judge(
  corresponds: (a: Node, b: Node) => boolean,
  [source, sourceNow]: [Known, Observed],
  [target, targetNow]: [Known, Observed],
  { leftOut, describe }: { leftOut: Remark[]; describe: (node: Node) => number },
): Verdict {
  const done = changesOf(source.observed, sourceNow);
  const seen = changesOf(target.observed, targetNow);
  const verdict: Verdict = { wrong: [], silent: [], possible: 0, arrived: 0 };
  const counterparts = new Map<Node, Node[]>();
  for (const a of new Set(done.map(({ node }) => node)))
    counterparts.set(
      a,
      [...target.identities.keys()].filter(b => corresponds(a, b)),
    );

  const isSame = (mine: unknown, theirs: unknown): boolean =>
    mine instanceof Node && theirs instanceof Node
      ? corresponds(mine, theirs) || (!source.observed.has(mine) && !target.observed.has(theirs))
      : mine === theirs;
  const isGone = (a: Node) => !sourceNow.has(a);

  for (const { node: b, what, now } of seen) {
    const accounted = done.some(({ node: a, ...change }) => {
      if (!corresponds(a, b)) return false;
      if (change.what === "order" && what === "order") return true;
      return change.what === what && isSame(change.now, now);
    });
    if (accounted) continue;
    if (what === "gone" && [...source.identities.keys()].some(a => isGone(a) && corresponds(a, b))) continue;
    verdict.wrong.push(`${what} of ${signOf(b)}`);
  }

  const marked = new Set(leftOut.flatMap(({ node }) => node ?? []));
  const isMarked = (node: Node) => marked.has(describe(node));
  for (const { node: a, what, now } of done) {
    const others = counterparts.get(a)!;
    // What the target does not have is gone from there too.
    if (!others.length && what === "gone") continue;
    const hasArrived = others.some(b => arrived(a, { node: b, what, now }));
    if (others.length) verdict.possible++;
    if (hasArrived) verdict.arrived++;
    else if (
      ![a, source.observed.get(a)!.parent!, ...(what === "order" ? a.childNodes : madeIn(a, now))].some(isMarked)
    )
      verdict.silent.push(`${what} of ${signOf(a)}`);
  }
  return verdict;

  /** What is in something new: nodes of the base may be, and a part of them be left out. */
  function madeIn(a: Node, sign: unknown): Node[] {
    return [...a.childNodes].filter(child => signOf(child) === sign).flatMap(nodesIn);
  }

  function arrived(a: Node, { node: b, what, now }: Change): boolean {
    const state = targetNow.get(b);
    if (what === "gone") return !state;
    // What stood in something that was taken away is gone with it.
    if (!state) return true;
    if (what === "made") return state.children.some(child => !target.observed.has(child) && signOf(child) === now);
    if (what === "parent") return isSame(now, state.parent);
    if (what === "order") {
      // Where the target had an order of its own, nobody can say which one it should be now.
      const hadSame = hasOrder(source.observed.get(a)!.children, target.observed.get(b)!.children);
      return !hadSame || hasOrder(now as Node[], state.children);
    }
    return state.values.get(what) === now;
  }

  /** Whether those children that have counterparts among these stand in that order. */
  function hasOrder(mine: Node[], theirs: Node[]): boolean {
    const common = theirs.filter(b => mine.some(a => corresponds(a, b)));
    const order = mine.filter(a => common.some(b => corresponds(a, b)));
    return order.length !== common.length || order.every((a, index) => corresponds(a, common[index]!));
  }
}
