/** What became of a page since load, told by node: one thing each. */
export interface Change {
  node: Node;
  /** `attribute class`, `text`, `value`, `checked`, `chosen`, `gone`, `parent`, `made`, `order`. */
  what: string;
  /** What it is now, comparable between pages but for the nodes in it. */
  now: unknown;
}

/** A node with what it says and holds. */
interface State {
  parent: Node | null;
  children: Node[];
  values: Map<string, unknown>;
}

/** Everything about a page that is observed, by node. */
export type Observed = Map<Node, State>;

export const isBlank = (node: Node): boolean => node.nodeType === 3 && !node.nodeValue!.trim();

export function observe(top: Node): Observed {
  const observed: Observed = new Map();
  const visit = (node: Node): void => {
    const children = [...node.childNodes].filter(child => !isBlank(child));
    observed.set(node, { parent: node.parentNode, children, values: valuesOf(node) });
    for (const child of children) visit(child);
  };
  visit(top);
  return observed;
}

function valuesOf(node: Node): Map<string, unknown> {
  if (node.nodeType !== 1) return new Map([["text", node.nodeValue]]);
  const element = node as HTMLInputElement;
  const values = new Map<string, unknown>();
  for (const { name, value } of element.attributes) values.set(`attribute ${name}`, value);
  if (/^(INPUT|TEXTAREA)$/.test(element.nodeName)) {
    values.set("value", element.value);
    values.set("checked", element.checked);
  }
  return values;
}

/** What differs, each once: of what is gone or new only the top. */
export function changesOf(before: Observed, after: Observed): Change[] {
  const changes: Change[] = [];
  for (const [node, was] of before) {
    const is = after.get(node);
    const parent = was.parent!;
    if (!is) {
      if (after.has(parent) || node.parentNode !== parent) changes.push({ node, what: "gone", now: true });
      continue;
    }
    if (is.parent !== parent && before.has(parent)) changes.push({ node, what: "parent", now: is.parent });
    for (const what of new Set([...was.values.keys(), ...is.values.keys()])) {
      const now = is.values.get(what);
      if (now !== was.values.get(what)) changes.push({ node, what, now });
    }
    for (const child of is.children) if (!before.has(child)) changes.push({ node, what: "made", now: signOf(child) });
    const stayed = (these: State, those: State) => these.children.filter(child => those.children.includes(child));
    const order = stayed(is, was);
    if (stayed(was, is).some((child, index) => child !== order[index]))
      changes.push({ node, what: "order", now: order });
  }
  return changes;
}

/** How something new is known elsewhere. */
export const signOf = (node: Node): string => (node as Element).outerHTML ?? node.nodeValue;
