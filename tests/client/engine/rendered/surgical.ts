import { type Branch, isLeaf, type Model } from "../deploys/model";
import { html } from "./render";

/** Makes of the nodes of a model those of what it has become, and nothing that need not be made. */
export function operate(nodes: Map<number, Node>, model: Branch): void {
  const node = nodes.get(model.identity) as Element;
  for (const name of node.getAttributeNames()) if (!(name in model.attributes)) node.removeAttribute(name);
  for (const [name, value] of Object.entries(model.attributes))
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  const wanted = model.children.map(child => nodeOf(nodes, child));
  for (const child of [...node.childNodes]) if (!wanted.includes(child)) child.remove();
  for (const [index, child] of wanted.entries())
    if (node.childNodes[index] !== child) node.insertBefore(child, node.childNodes[index] ?? null);
}

function nodeOf(nodes: Map<number, Node>, model: Model): Node {
  const known = nodes.get(model.identity);
  if (known && isLeaf(model)) {
    if (known.nodeValue !== model.text) known.nodeValue = model.text;
  } else if (known) operate(nodes, model as Branch);
  return known ?? made(nodes, model);
}

function made(nodes: Map<number, Node>, model: Model): Node {
  const { ownerDocument } = nodes.values().next().value!;
  const template = ownerDocument!.createElement("template");
  template.innerHTML = html(model);
  const node = ownerDocument!.adoptNode(template.content.firstChild!);
  note(nodes, model, node);
  return node;
}

function note(nodes: Map<number, Node>, model: Model, node: Node): void {
  nodes.set(model.identity, node);
  if (!isLeaf(model))
    for (const [index, child] of model.children.entries()) note(nodes, child, node.childNodes[index]!);
}
