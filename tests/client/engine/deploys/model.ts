/** A page as its author thinks of it: each node with an identity that no markup shows. */
export type Model = Branch | Leaf;

export interface Leaf {
  identity: number;
  text: string;
}

export interface Branch {
  identity: number;
  name: string;
  attributes: Record<string, string>;
  children: Model[];
  /** Of a list: how many children make a row (a label and its field are two). */
  unit?: number;
  /** Rows know each other's shape, so that a deploy can add one. */
  row?: (word: string, next: () => number) => Model[];
}

/** Gives identities away. */
export type Next = () => number;

export const isLeaf = (node: Model): node is Leaf => "text" in node;

/** Makes a part of a page; identities are given when a page is made of it. */
export type Part = (next: Next) => Branch;

export const branch = (next: Next, name: string, attributes: Record<string, string>, ...children: Model[]): Branch => ({
  identity: next(),
  name,
  attributes,
  children,
});
export const leaf = (next: Next, text: string): Leaf => ({ identity: next(), text });

/** Counts identities from a number. */
export const counter = (from = 0): Next => {
  let count = from;
  return () => count++;
};

export function all(top: Branch): Model[] {
  return top.children.flatMap(child => (isLeaf(child) ? [child] : [child, ...all(child)]));
}

const copyOf = (node: Model): Model => (isLeaf(node) ? { ...node } : copy(node));

/** The same, with the same identities. */
export const copy = (top: Branch): Branch => ({
  ...top,
  attributes: { ...top.attributes },
  children: top.children.map(copyOf),
});

/** White space stands where a template would have line breaks. */
export function markup(node: Model): string {
  if (isLeaf(node)) return node.text;
  const { name, attributes, children } = node;
  const start = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  if (name === "input") return `<input${start.join("")}>`;
  const gap = children.length && !children.some(isLeaf) && name !== "select" ? "\n" : "";
  return `<${name}${start.join("")}>${gap}${children.map(child => markup(child) + gap).join("")}</${name}>`;
}

/** Which identity each node of a page has that was made of a model; what is missing there is white space. */
export function identities(top: Branch, body: Node): Map<Node, number> {
  const found = new Map<Node, number>();
  const visit = (model: Model, node: Node): void => {
    found.set(node, model.identity);
    if (isLeaf(model)) return;
    const children = [...node.childNodes].filter(child => child.nodeType !== 3 || child.nodeValue!.trim());
    if (children.length !== model.children.length) throw new Error(`No parser makes ${markup(model)}`);
    for (const [index, child] of model.children.entries()) visit(child, children[index]!);
  };
  visit(top, body);
  return found;
}
