import { type Base, baseChildren } from "../base/base";
import { isElement, isText } from "../base/scope";
import { lateRoot } from "../base/shadow";
import { type FirstFacts, firstAttributes } from "../base/tracker";

/**
 * Every fact of every node at load. With it a capture compares the whole tree and need not trust the observer: this is
 * what tracked captures are checked against.
 */
export function readFacts(base: Base): () => Map<number, FirstFacts> {
  const facts = base.nodes.map((node, number) => ({
    attributes: isElement(node) ? firstAttributes(base, { touched: new Map() }, number) : undefined,
    text: isText(node) ? node.data : undefined,
  }));

  return () => {
    const touched = new Map<number, FirstFacts>();
    for (const [number, { attributes, text }] of facts.entries()) {
      const node = base.nodes[number]!;
      const first: FirstFacts = {};
      if (attributes) {
        first.attributes = new Map(attributes);
        for (const key of firstAttributes(base, { touched: new Map() }, number).keys()) {
          if (!attributes.has(key)) first.attributes.set(key, null);
        }
      }
      if (text !== undefined) first.text = text;
      if (node.firstChild || baseChildren(base, number).length || lateRoot(base, node)) first.children = true;
      touched.set(number, first);
    }
    return touched;
  };
}
