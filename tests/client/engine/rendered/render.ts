import { all, type Branch, isLeaf, type Model } from "../deploys/model";
import type { States } from "./change";

/** A model as its application writes it. */
export function html(model: Model): string {
  if (isLeaf(model)) return model.text;
  const { name, attributes, children } = model;
  const start = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${start.join("")}>${name === "input" ? "" : `${children.map(html).join("")}</${name}>`}`;
}

/** The node of each identity in a tree that was made of a model. */
export function nodesOf(model: Model, node: Node, nodes: Map<number, Node> = new Map()): Map<number, Node> {
  nodes.set(model.identity, node);
  if (isLeaf(model)) return nodes;
  if (node.childNodes.length !== model.children.length) throw new Error(`No parser makes ${html(model)}`);
  for (const [index, child] of model.children.entries()) nodesOf(child, node.childNodes[index]!, nodes);
  return nodes;
}

/**
 * How applications render: the whole; with new nodes; the whole, with the fields that were there put back into it; each list that changed;
 * or the smallest parts that changed, rows among them.
 */
export const WAYS = ["whole", "nodes", "fields", "lists", "parts"] as const;
export type Way = (typeof WAYS)[number];

/** Renders a model again, of which `former` is what was shown, as other nodes. */
export function render(main: Element, way: Way, former: Branch, model: Branch): void {
  const fields = way === "fields" ? nodesOf(former, main) : new Map<number, Node>();
  if (way === "nodes") {
    const template = main.ownerDocument.createElement("template");
    template.innerHTML = inner(model);
    main.replaceChildren(template.content);
  } else if (way === "lists" || way === "parts") renderChanged(main, way, former, model);
  else main.innerHTML = inner(model);
  for (const [identity, node] of nodesOf(model, main)) {
    const field = fields.get(identity);
    if (field && FIELD.test(node.nodeName)) (node as Element).replaceWith(field);
  }
}

const FIELD = /^(input|textarea|select)$/i;
const inner = ({ children }: Branch): string => children.map(html).join("");
const start = (model: Branch): string => html({ ...model, children: [] });

function renderChanged(node: Element, way: Way, former: Branch, model: Branch): void {
  if (html(former) === html(model)) return;
  const isSame =
    former.children.map(({ identity }) => identity).join() === model.children.map(({ identity }) => identity).join();
  if (start(former) !== start(model) || (way === "parts" && isSame && model.children.some(isLeaf))) {
    node.outerHTML = html(model);
  } else if (!isSame || model.children.some(isLeaf) || /^(ul|tbody|div)$/.test(model.name)) {
    node.innerHTML = inner(model);
  } else {
    const nodes = [...node.children];
    for (const [index, child] of model.children.entries())
      renderChanged(nodes[index]!, way, former.children[index] as Branch, child as Branch);
  }
}

/** Puts what was typed, ticked and chosen into the fields, as an application does that keeps it in its model. */
export function fill(nodes: Map<number, Node>, model: Branch, states: States): void {
  for (const { identity } of all(model)) {
    const state = states.get(identity);
    if (state === undefined) continue;
    const field = nodes.get(identity) as HTMLInputElement & HTMLSelectElement;
    if (typeof state === "boolean") field.checked = state;
    else if (typeof state === "number") field.selectedIndex = state;
    else field.value = state;
  }
}
