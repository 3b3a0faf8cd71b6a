import { isElement, walk } from "./walk";

/** Everything about a document that must arrive, a line for each node; indented, so that the lines also say the shape. */
export function facts(document: Document, isSeen: Filter = everything): string[] {
  const lines: string[] = [];
  let unseen = Number.POSITIVE_INFINITY;
  for (const { node, depth } of walk(document)) {
    if (depth > unseen) continue;
    unseen = isSeen.node(node) ? Number.POSITIVE_INFINITY : depth;
    if (unseen === depth) continue;
    const live = isElement(node) && isSeen.live ? liveStates(node) : "";
    lines.push(`${"  ".repeat(depth)}${describe(node, isSeen)}${live}`);
  }
  return lines;
}

/** What of a page is compared. */
export interface Filter {
  node(node: Node): boolean;
  attribute(attribute: Attr): boolean;
  live: boolean;
}

const everything: Filter = { node: () => true, attribute: () => true, live: true };

/** What markup says, and not what a person did. */
export const treeAlone: Filter = { ...everything, live: false };

/** All but code, which never travels: scripts, handlers, script URLs; and what would point the page elsewhere. */
export const withoutCode: Filter = {
  node: node => !isElement(node) || !(/^(script|base)$/.test(node.localName) || node.matches("meta[http-equiv]")),
  live: true,
  attribute: ({ localName, value }) =>
    !/^on/i.test(localName) && localName !== "srcdoc" && !/^\s*javascript:/i.test(value),
};

/** The first line in which two documents differ, or `undefined`. */
export function firstDifference(a: string[], b: string[]): string | undefined {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    if (a[index] !== b[index]) return `${a[index] ?? "(nothing)"}  ≠  ${b[index] ?? "(nothing)"}`;
  }
  return undefined;
}

function describe(node: Node, isSeen: Filter): string {
  if (isElement(node)) {
    const attributes = [...node.attributes].filter(isSeen.attribute).map(writeAttribute).sort();
    return `<${node.namespaceURI} ${node.nodeName}${attributes.join("")}>`;
  }
  if (node.nodeType === 10) {
    const { name, publicId, systemId } = node as DocumentType;
    return `<!doctype ${JSON.stringify([name, publicId, systemId])}>`;
  }
  if (node.nodeType === 11) return (node as ShadowRoot).mode ? `#shadow-root ${(node as ShadowRoot).mode}` : "#content";
  const target = node.nodeType === 7 ? ` ${(node as ProcessingInstruction).target}` : "";
  return `${node.nodeType} ${node.nodeName}${target} ${JSON.stringify(node.nodeValue)}`;
}

const writeAttribute = ({ namespaceURI, name, value }: Attr) =>
  ` ${namespaceURI ? `{${namespaceURI}}` : ""}${name}=${JSON.stringify(value)}`;

function liveStates(element: Element): string {
  const { scrollLeft, scrollTop, ownerDocument } = element;
  const states = controlStates(element);
  if (scrollLeft || scrollTop) states.scroll = [Math.round(scrollLeft), Math.round(scrollTop)];
  if (element === ownerDocument.activeElement && element !== ownerDocument.body) states.focus = selectionOf(element);
  return Object.keys(states).length ? ` ${JSON.stringify(states)}` : "";
}

function controlStates(element: Element): Record<string, unknown> {
  const { value, type, checked, indeterminate } = element as HTMLInputElement;
  switch (element.namespaceURI === HTML ? element.localName : "") {
    case "input":
      return /^(checkbox|radio)$/.test(type) ? { value, checked, indeterminate } : { value };
    case "textarea":
      return { value };
    case "select":
      return { index: (element as HTMLSelectElement).selectedIndex };
    case "option":
      // Without a select nobody sees it.
      return element.closest("select") ? { selected: (element as HTMLOptionElement).selected } : {};
    default:
      return {};
  }
}

const selectionOf = (element: Element) => {
  const { selectionStart, selectionEnd } = element as HTMLInputElement;
  return selectionEnd === undefined ? true : [selectionStart, selectionEnd];
};

const HTML = "http://www.w3.org/1999/xhtml";
