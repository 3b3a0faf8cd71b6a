import type { TreeElement, TreeNode } from "./pair";

/** Builds a tree by DOM calls, so nothing is rearranged as a parser would. */
export function build(document: Document, tree: TreeNode): Node {
  if (typeof tree === "string") return document.createTextNode(tree);
  if ("d" in tree) throw new Error("A document can't be built inside a body.");
  const { e, ns, a = [], sr, c = [] }: TreeElement = tree;
  const element = ns ? document.createElementNS(ns, e) : document.createElement(e);
  for (const [name, value] of a) element.setAttribute(name, value);
  if (sr) element.attachShadow({ mode: sr.mode }).append(...(sr.c ?? []).map(child => build(document, child)));
  element.append(...c.map(child => build(document, child)));
  return element;
}
