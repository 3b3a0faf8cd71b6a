import { getAttribute, HTML, attributesOf as readAttributes } from "../base/names";
import { nameOf, namespaceOf, typeOf } from "../base/native";
import { firstChild, fragmentOf, isElement, isScript, nextSibling } from "../base/scope";

/** What nodes say of themselves: by this it is known whether one that is new may stand for one that is gone. */

export type Attributes = Map<string, string>;

export const NONE: Attributes = new Map();

export const attributesOf = (node: Node): Attributes => (isElement(node) ? readAttributes(node) : NONE);

/** What can't be changed of a node. */
function nature(node: Node): string {
  const [nodeType, nodeName] = [typeOf(node), nameOf(node)];
  if (nodeType !== 1 && nodeType !== 10) return `${nodeType} ${nodeName}`;
  if (nodeType === 1 && namespaceOf(node as Element) === HTML && nameOf(node) === "FORM") return nodeName;
  const { namespaceURI, prefix, shadowRoot } = node as Element;
  // Nearly all there is.
  if (namespaceURI === HTML && !prefix && !shadowRoot) return nodeName;
  const { publicId, systemId } = node as DocumentType;
  return `${node.nodeType} ${namespaceURI} ${prefix} ${node.nodeName} ${!shadowRoot} ${publicId} ${systemId}`;
}

/** What an author says is the identity of an element. */
export const key = (kind: string, attributes: Attributes): string | undefined => {
  const id = attributes.get("id") ?? attributes.get("data-key") ?? attributes.get("name");
  return id && `${kind} ${id}`;
};

/**
 * Nodes of a kind may stand for one another. A `<meta>` that speaks for the server enters no page, and so what was there goes; nor does a
 * frame lose its page with its `src`.
 */
export function kind(node: Node, read = (name: string) => getAttribute(node as Element, name)): string {
  if (!isElement(node)) return nature(node);
  const fixed = FIXED.get(nameOf(node));
  return `${nature(node)} ${read("is")} ${fixed && read(fixed) !== null}`;
}

/** Attributes that can't be given or taken. */
const FIXED = new Map([
  ["META", "http-equiv"],
  ["IFRAME", "src"],
]);

/** So much of a node is read to know it again. */
const MUCH = 10_000;

/** What a node says, line by line and text by text, and its kind. */
export const parts = (sign = "", kind: string): string[] => [...sign.slice(0, MUCH).split(/["\n]/), kind];

/** What is shorter may be the same by chance, and is written as fast. */
export const isMuch = (sign = ""): boolean => sign.length > 24;

/** A node to the last text, without what is below it; with that of a script too, since one script never stands for another. */
export function signOf(depth: number, node: Node, own: string, attributes: Attributes): string {
  if (typeOf(node) === 3) return `\n${depth}"${own.length}:${own}`;
  const text = isElement(node) && isScript(node) ? node.textContent! : own;
  let sign = `\n${depth} ${nature(node)} ${text.length}:${text}`;
  // In one order, since that of attributes says nothing.
  const keys = attributes.size > 1 ? [...attributes.keys()].sort() : attributes.keys();
  for (const key of keys) sign += ` ${key}=${attributes.get(key)!.length}:${attributes.get(key)}`;
  return sign;
}

/** A node as it is now, without what is below it. */
export const signOfOne = (depth: number, node: Node): string =>
  signOf(depth, node, node.nodeValue ?? "", attributesOf(node));

/** Visits a node and all that is below it, fragments first, in the order in which a base is numbered. */
export function walk(top: Node, visit: (node: Node, depth: number) => void): void {
  const stack: { node: Node | null; depth: number }[] = [{ node: top, depth: 0 }];
  for (let frame = stack[0]; frame; frame = stack.at(-1)) {
    const { node, depth } = frame;
    if (!node) {
      stack.pop();
      continue;
    }
    frame.node = node === top ? null : nextSibling(node);
    visit(node, depth);
    stack.push({ node: firstChild(node), depth: depth + 1 });
    const fragment = fragmentOf(node);
    if (fragment) stack.push({ node: fragment, depth: depth + 1 });
  }
}
