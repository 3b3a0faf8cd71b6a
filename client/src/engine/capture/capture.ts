import { type Base, baseChildren } from "../base/base";
import { attributesOf, inheritedNamespace } from "../base/names";
import { childrenOf, isClosed, isElement, isScript, isText, isWithheld } from "../base/scope";
import { lateFragment, lateRoot } from "../base/shadow";
import { type FirstFacts, firstAttributes, firstText, settle, type Tracker } from "../base/tracker";
import type { AttributeChanges, NodeChange } from "../patch";
import type { StandIns } from "./match";
import type { Writer } from "./write";

/** A base node, the node that is it or stands for it, and its children if they changed. */
interface Item {
  number: number;
  node: Node;
  change: NodeChange[1];
  children?: Node[];
}

/** Writes the changes of the touched base nodes that are in the tree; `visited` counts the nodes that were looked at. */
export function captureNodes(
  base: Base,
  tracker: Pick<Tracker, "holds" | "touched">,
  touched: Map<number, FirstFacts>,
  standIns: StandIns,
  writer: Writer,
): { nodes: NodeChange[]; visited: number } {
  const items: Item[] = [];
  let visited = 0;

  const add = (item: Item): void => {
    const { number, children } = item;
    visited += 1 + (children?.length ?? 0);
    // Those that stand for the first children say nothing new either.
    const isFirst = children && isFirstList(base, number, child => standIns.numbers.get(child), children);
    if (isFirst && !writer.lateRoot(item.node)) delete item.children;
    if (item.children || item.change !== 0) items.push(item);
  };

  const leaveOutScript = (node: number) => writer.leftOut.push({ reason: "script", node, what: "changes of <script>" });

  const lists = new Map<number, Node[]>();
  const present = [...touched.keys()]
    .sort((a, b) => a - b)
    .filter(number => {
      const node = base.nodes[number]!;
      if (!tracker.holds(node)) return false;
      if (isScriptNode(node)) leaveOutScript(number);
      return !isScriptNode(node);
    });
  for (const number of present) {
    const node = base.nodes[number]!;
    if (!touched.get(number)!.children || isClosed(node)) continue;
    const children = childrenOf(node);
    if (!isFirstList(base, number, () => undefined, children)) {
      lists.set(number, children);
      standIns.match(number, children);
    } else if (lateRoot(base, node)) lists.set(number, children);
    // What happens in a root that came late is told of its host alone, and it may not stay as it is.
    else if (!lateFragment(base, node)) delete touched.get(number)!.children;
  }
  for (const number of present) {
    const node = base.nodes[number]!;
    const children = lists.get(number);
    add({ number, node, change: changeOf(node, touched.get(number)!), ...(children && { children }) });
    settle(base, touched, number);
  }
  for (const [number, node] of standIns.pairs) {
    if (isScriptNode(node)) {
      leaveOutScript(number);
      continue;
    }
    const before: FirstFacts = isElement(node)
      ? { attributes: allAttributes(firstAttributes(base, tracker, number), node) }
      : { text: firstText(base, tracker, number) };
    add({ number, node, change: changeOf(node, before), children: childrenOf(node) });
  }

  // In order of the numbers, since new nodes are numbered as they are written.
  items.sort((a, b) => a.number - b.number);
  const nodes = items.map<NodeChange>(({ number, node, change, children }) =>
    children ? [number, change, writer.entries(node, inheritedNamespace(node))] : [number, change],
  );
  // Grows while it is read: what is deeper still comes behind.
  for (const [number, node] of writer.lower) nodes.push([number, 0, writer.entries(node, inheritedNamespace(node))]);
  return { nodes, visited: visited + writer.written.length + standIns.numbers.size };
}

const isScriptNode = (node: Node): boolean => isElement(node) && isScript(node);

/** Whether a child list is that of a base node at load. */
function isFirstList(base: Base, number: number, standsFor: (node: Node) => number | undefined, list: Node[]): boolean {
  const first = baseChildren(base, number);
  return (
    first.length === list.length &&
    list.every((child, index) => base.nodes[first[index]!] === child || standsFor(child) === first[index])
  );
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
