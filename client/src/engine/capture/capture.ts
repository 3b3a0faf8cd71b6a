import { isParent, isRun } from "../apply/entries";
import { type Base, baseChildren, baseSibling } from "../base/base";
import { attributesOf, inheritedNamespace } from "../base/names";
import { parentNodeOf } from "../base/native";
import {
  firstChild,
  isClosed,
  isElement,
  isKeptBack,
  isScript,
  isText,
  isWithheld,
  nextSibling,
  noteStandIn,
  parentOf,
} from "../base/scope";
import { lateFragment, lateRoot } from "../base/shadow";
import { type FirstFacts, firstAttributes, firstText, settle, type Tracker } from "../base/tracker";
import type { AttributeChanges, NewNode, NodeChange } from "../patch";
import type { StandIns } from "./match";
import type { Writer } from "./write";

/** A base node, the node that is it or stands for it, and whether its children changed. */
interface Item {
  number: number;
  node: Node;
  change: NodeChange[1];
  hasList: boolean;
}

/** Writes the changes of the touched base nodes that are in the tree; `visited` counts the nodes that were looked at. */
export function captureNodes(
  base: Base,
  tracker: Pick<Tracker, "holds" | "touched">,
  touched: Map<number, FirstFacts>,
  standIns: StandIns,
  writer: Writer,
): { nodes: NodeChange[]; shapes: NewNode[]; visited: number } {
  const items: Item[] = [];
  let visited = 0;

  const add = (item: Item): void => {
    const { number, node } = item;
    visited++;
    // Those that stand for the first children say nothing new either.
    if (item.hasList && standIns.numbers.size && isFirstList(base, number, node, child => standIns.numbers.get(child)))
      item.hasList = writer.lateRoot(node) !== null;
    if (item.hasList || item.change !== 0) items.push(item);
  };

  const leaveOutScript = (node: number) => writer.leftOut.push({ reason: "script", node, what: "changes of <script>" });

  const lists = new Map<number, Node>();
  /** Those that had children which changed and are not written. */
  const silent: number[] = [];
  const present = [...touched.keys()]
    .sort((a, b) => a - b)
    .filter(number => {
      const node = base.nodes[number]!;
      if (!tracker.holds(node)) return false;
      const isSilent = isKeptBack(node);
      const hadChildren = touched.get(number)!.children && base.ends[number]! > number + 1;
      if (hadChildren && (isSilent || isClosed(node))) silent.push(number);
      if (isSilent) return false;
      if (isScriptNode(node)) leaveOutScript(number);
      return !isScriptNode(node);
    });
  for (const number of present) {
    const node = base.nodes[number]!;
    if (!touched.get(number)!.children || isClosed(node)) continue;
    if (!isFirstList(base, number, node, () => undefined) || lateRoot(base, node)) lists.set(number, node);
    // What happens in a root that came late is told of its host alone, and it may not stay as it is.
    else if (!lateFragment(base, node)) delete touched.get(number)!.children;
  }
  standIns.match([...lists]);
  for (const number of present) {
    const node = base.nodes[number]!;
    add({ number, node, change: changeOf(node, touched.get(number)!), hasList: lists.has(number) });
    settle(base, touched, number);
  }
  for (const [number, node] of standIns.pairs) {
    if (isScriptNode(node)) {
      leaveOutScript(number);
      continue;
    }
    noteStandIn(node, base.nodes[number]!);
    const before: FirstFacts = isElement(node)
      ? { attributes: allAttributes(firstAttributes(base, tracker, number), node) }
      : { text: firstText(base, tracker, number) };
    add({ number, node, change: changeOf(node, before), hasList: true });
  }

  // In order of the numbers, since new nodes are numbered as they are written.
  items.sort((a, b) => a.number - b.number);
  const nodes = items.map<NodeChange>(({ number, node, change, hasList }) =>
    hasList ? [number, change, writer.entries(node, inheritedNamespace(node))] : [number, change],
  );
  // Both grow while they are read: what is deeper still comes behind.
  const { lower } = writer;
  const { late } = standIns;
  for (let below = 0, other = 0; below < lower.length || other < late.length; ) {
    const [number, node] = below < lower.length ? lower[below++]! : late[other++]!;
    nodes.push([number, 0, writer.entries(node, inheritedNamespace(node))]);
  }
  const shapes = writer.shapes(nodes);
  if (silent.length) addParted(base, silent, nodes);
  return { nodes, shapes, visited: visited + writer.visited + standIns.numbers.size };
}

/** New elements that hold base nodes: ancestors of those that left their parents and are still in the tree. */
export function holdersOfBase(base: Base, { holds, touched }: Pick<Tracker, "holds" | "touched">): Set<Node> {
  const holders = new Set<Node>();
  const { nodes, numbers } = base;
  for (const [number, { children }] of touched) {
    if (!children) continue;
    for (const child of baseChildren(base, number)) {
      let above: Node | null = parentNodeOf(nodes[child]!);
      if (above === nodes[number] || !holds(nodes[child]!)) continue;
      for (; above && !numbers.has(above); above = parentOf(above)) holders.add(above);
    }
  }
  return holders;
}

/** What left something that is not written, and is written elsewhere, can't stand in both: lists the others, whether they are there or not. */
function addParted(base: Base, silent: number[], nodes: NodeChange[]): void {
  const placed = placedIn(base, nodes);
  for (const number of silent) {
    const children = baseChildren(base, number);
    const others = children.filter(child => !placed.has(child));
    if (others.length === children.length) continue;
    const change = nodes.find(([one]) => one === number);
    if (change) change[2] = others;
    else nodes.push([number, 0, others]);
  }
  nodes.sort(([a], [b]) => a - b);
}

/** The base nodes that stand in lists. */
function placedIn(base: Base, nodes: NodeChange[]): Set<number> {
  const placed = new Set<number>();
  const open: (readonly unknown[])[] = nodes.flatMap(([, , list]) => (list ? [list] : []));
  for (let list = open.pop(); list; list = open.pop()) {
    for (const entry of list) {
      if (isParent(entry)) open.push(entry);
      else if (typeof entry === "number") placed.add(entry);
      else if (isRun(entry)) {
        let [number, left] = entry;
        for (; left > 0; left--, number = baseSibling(base, number)) placed.add(number);
      }
    }
  }
  return placed;
}

const isScriptNode = (node: Node): boolean => isElement(node) && isScript(node);

/** Whether the children of a node are those of a base node at load, or stand for these. */
function isFirstList(base: Base, number: number, node: Node, standsFor: (node: Node) => number | undefined): boolean {
  let child = firstChild(node);
  for (const first of baseChildren(base, number)) {
    if (!child || (base.nodes[first] !== child && standsFor(child) !== first)) return false;
    child = nextSibling(child);
  }
  return child === null;
}

/** First values of all attributes that an element had or has. */
function allAttributes(before: Map<string, string>, now: Element): Map<string, string | null> {
  const all = new Map<string, string | null>(before);
  for (const key of attributesOf(now).keys()) if (!all.has(key)) all.set(key, null);
  return all;
}

function changeOf(node: Node, { text, attributes }: FirstFacts): NodeChange[1] {
  if (isText(node)) return text === undefined || text === node.data ? 0 : node.data;
  if (!attributes?.size) return 0;
  const now = attributesOf(node as Element);
  const changes: AttributeChanges = Object.create(null);
  let changed: AttributeChanges | 0 = 0;
  for (const [key, before] of attributes) {
    const value = now.get(key) ?? null;
    if (value === before || isWithheld(node as Element, key)) continue;
    changes[key] = value;
    changed = changes;
  }
  return changed;
}
