import { fragmentOf, isElement } from "./walk";

/**
 * Brings a tree to the state of another one in place: nodes that can stay do, first those with the same id, then the next ones of
 * the same kind. What is new is cloned. So do applications that morph.
 */
export function sync(node: Node, target: Node): void {
  const pairs: [Node, Node][] = [[node, target]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [mine, other] = pair;
    if (mine.nodeValue !== other.nodeValue) mine.nodeValue = other.nodeValue;
    if (isElement(mine)) syncAttributes(mine, other as Element);
    const fragment = fragmentOf(mine);
    if (fragment) pairs.push([fragment, fragmentOf(other)!]);
    pairs.push(...syncChildren(mine, other));
  }
}

/** Gives a parent the children that its counterpart has; returns those that stayed, with what they are to become. */
function syncChildren(parent: Node, target: Node): [Node, Node][] {
  const document = parent.ownerDocument ?? (parent as Document);
  const left = new Set(parent.childNodes);
  const claimed = new Map<Node, Node>();
  const claim = (isMatch: (mine: Node, other: Node) => boolean) => {
    for (const other of target.childNodes) {
      const mine = claimed.has(other)
        ? undefined
        : [...left].find(node => kind(node) === kind(other) && isMatch(node, other));
      if (!mine) continue;
      claimed.set(other, mine);
      left.delete(mine);
    }
  };
  claim((mine, other) => idOf(other) !== "" && idOf(mine) === idOf(other));
  claim((mine, other) => idOf(other) === "" || idOf(mine) === "");

  for (const node of left) parent.removeChild(node);
  const wanted = [...target.childNodes].map(other => claimed.get(other) ?? clone(document, other));
  for (const [index, node] of wanted.entries()) {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  }
  return [...claimed].map(([other, mine]) => [mine, other]);
}

const idOf = (node: Node) => (isElement(node) ? node.id : "");

/** What no DOM call changes once a node is made. */
function kind(node: Node): string {
  if (isElement(node)) return `${node.namespaceURI} ${node.nodeName} ${node.shadowRoot?.mode ?? ""}`;
  if (node.nodeType !== 10) return node.nodeName;
  const { name, publicId, systemId } = node as DocumentType;
  return JSON.stringify(["doctype", name, publicId, systemId]);
}

/** A copy with its shadow roots, which `importNode` leaves behind. */
function clone(document: Document, node: Node): Node {
  const copy = document.importNode(node, true);
  const hosts: [Node, Node][] = [[copy, node]];
  for (let pair = hosts.pop(); pair; pair = hosts.pop()) {
    const [mine, other] = pair as [Element, Element];
    if (other.shadowRoot && !mine.shadowRoot) {
      const children = [...other.shadowRoot.childNodes].map(child => clone(document, child));
      mine.attachShadow({ mode: other.shadowRoot.mode }).append(...children);
    }
    for (const [index, child] of [...mine.childNodes].entries()) hosts.push([child, other.childNodes[index]!]);
  }
  return copy;
}

function syncAttributes(mine: Element, other: Element): void {
  for (const { namespaceURI, localName } of [...mine.attributes]) {
    if (!other.hasAttributeNS(namespaceURI, localName)) mine.removeAttributeNS(namespaceURI, localName);
  }
  for (const attribute of other.attributes) {
    const { namespaceURI, localName, value } = attribute;
    const own = mine.getAttributeNodeNS(namespaceURI, localName);
    // As a copy: only a parser makes some of the names.
    if (!own) mine.setAttributeNode(attribute.cloneNode() as Attr);
    else if (own.value !== value) own.value = value;
  }
}
