import type { Base } from "./base";
import { getAttribute, inheritedNamespace } from "./names";
import type { AttributeChanges, NodeChange } from "./patch";
import { childrenOf, isClosed, isElement, isScript, isText, isWithheld } from "./scope";
import { type FirstFacts, settle, type Tracker } from "./tracker";
import { hasFirstChildren, type Writer } from "./write";

/** Writes the changes of the touched base nodes that are in the tree; `visited` counts the nodes that were looked at. */
export function captureNodes(
  base: Base,
  tracker: Pick<Tracker, "holds">,
  touched: Map<number, FirstFacts>,
  writer: Writer,
): { nodes: NodeChange[]; visited: number } {
  const nodes: NodeChange[] = [];
  let visited = 0;
  for (const number of [...touched.keys()].sort((a, b) => a - b)) {
    const node = base.nodes[number]!;
    visited++;
    if (!tracker.holds(node) || (isElement(node) && isScript(node))) continue;

    const first = touched.get(number)!;
    let children: Node[] | undefined;
    if (first.children && !isClosed(node)) {
      children = childrenOf(node);
      visited += children.length;
      if (hasFirstChildren(base, number, children)) {
        children = undefined;
        delete first.children;
      }
    }
    const change = isText(node) ? changedText(node, first) : isElement(node) ? changedAttributes(node, first) : 0;
    if (children) nodes.push([number, change, writer.entries(node, inheritedNamespace(node))]);
    else if (change !== 0) nodes.push([number, change]);
    settle(base, touched, number);
  }
  return { nodes, visited: visited + writer.numbers.size };
}

const changedText = (node: CharacterData, { text }: FirstFacts): string | 0 =>
  text === undefined || text === node.data ? 0 : node.data;

function changedAttributes(element: Element, { attributes }: FirstFacts): AttributeChanges | 0 {
  const changes: AttributeChanges = Object.create(null);
  let changed: AttributeChanges | 0 = 0;
  for (const [key, before] of attributes ?? []) {
    const now = getAttribute(element, key);
    if (now === before || isWithheld(element, key)) continue;
    changes[key] = now;
    changed = changes;
  }
  return changed;
}
