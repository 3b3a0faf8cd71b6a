/**
 * What is asked of any node, by the browser's own members: a form gives its field that is called `nodeType` in the place of its own, and
 * a document its picture (HTML, "named access").
 */

function reader<T, K extends keyof T>({ prototype }: { prototype: T }, key: K): (node: T) => T[K] {
  const { get } = Object.getOwnPropertyDescriptor(prototype, key)!;
  return node => get!.call(node);
}

export const typeOf = reader(Node, "nodeType");
export const nameOf = reader(Node, "nodeName");
export const parentNodeOf = reader(Node, "parentNode");
export const firstOf = reader(Node, "firstChild");
export const nextOf = reader(Node, "nextSibling");
export const rootOf = (node: Node): Node => getRootNode.call(node);
export const namespaceOf = reader(Element, "namespaceURI");
export const localNameOf = reader(Element, "localName");
export const shadowRootOf = reader(Element, "shadowRoot");
export const has = (element: Element, name: string): boolean => hasAttribute.call(element, name);
export const attribute = (element: Element, name: string): string | null => getAttribute.call(element, name);

const { getRootNode } = Node.prototype;
const { hasAttribute, getAttribute } = Element.prototype;
