/** What of a document the engine sees: which nodes count, and what counts as their children. */

export const isElement = (node: Node): node is Element => node.nodeType === 1;
export const isFragment = (node: Node): node is DocumentFragment => node.nodeType === 11;
export const isShadowRoot = (node: Node): node is ShadowRoot => isFragment(node) && "host" in node;
export const isText = (node: Node): node is CharacterData => {
  const type = node.nodeType;
  // Text, CDATA section, processing instruction, comment
  return type === 3 || type === 4 || type === 7 || type === 8;
};

/** Neither captured nor touched; the siblings count as if it were not there. */
export const IGNORED = "[data-liquid-ignore]";
export const isIgnored = (node: Node): boolean => isElement(node) && node.hasAttribute("data-liquid-ignore");

/** Whether a node is ignored or within something that is, shadow roots included. */
export function isInIgnored(node: Node | null): boolean {
  for (; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null) if (isIgnored(node)) return true;
  return false;
}

/** Whose content never travels: scripts, and what is marked as private. */
export const CLOSED = "script, [data-liquid-private]";
export const isClosed = (node: Node): boolean =>
  isElement(node) && (isScript(node) || node.hasAttribute("data-liquid-private"));

/** A script in HTML or in SVG. */
export const isScript = (element: Element): boolean => element.localName === "script";

/** Attributes that stay where they are: a nonce, and the values of passwords and of what is private. */
export const isWithheld = (element: Element, key: string): boolean =>
  key === "nonce" ||
  (key === "value" &&
    ((element as HTMLInputElement).type === "password" || element.hasAttribute("data-liquid-private")));

/** What an element holds apart from its children: its open shadow root or, a template, its content. */
export function fragmentOf(node: Node): DocumentFragment | null {
  if (!isElement(node)) return null;
  if (node.shadowRoot) return node.shadowRoot;
  // One in SVG has none.
  return node.localName === "template" ? ((node as HTMLTemplateElement).content ?? null) : null;
}

/** The first child that counts. */
export const firstChild = (parent: Node): Node | null => (isClosed(parent) ? null : seen(parent.firstChild));

/** The next sibling that counts. */
export const nextSibling = (node: Node): Node | null => seen(node.nextSibling);

/** The children that count. */
export function childrenOf(parent: Node): Node[] {
  const children: Node[] = [];
  for (let child = firstChild(parent); child; child = nextSibling(child)) children.push(child);
  return children;
}

function seen(node: Node | null): Node | null {
  while (node && isIgnored(node)) node = node.nextSibling;
  return node;
}
