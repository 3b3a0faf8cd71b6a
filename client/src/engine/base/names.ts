/**
 * Names on the wire. A name in a namespace is written `namespace name`: a space can stand in no name, so whatever a
 * parser makes of an attribute (`@click`, `:class`, `[x]`, `{y}`) keeps its own spelling.
 */

import { localNameOf, namespaceOf, typeOf } from "./native";

const NAMESPACES: Record<string, string> = {
  html: "http://www.w3.org/1999/xhtml",
  svg: "http://www.w3.org/2000/svg",
  math: "http://www.w3.org/1998/Math/MathML",
  xlink: "http://www.w3.org/1999/xlink",
  xml: "http://www.w3.org/XML/1998/namespace",
  xmlns: "http://www.w3.org/2000/xmlns/",
};
const SHORT = new Map(Object.entries(NAMESPACES).map(([short, uri]) => [uri, short]));

export const HTML = NAMESPACES.html!;

/** A name with its namespace. */
export interface Name {
  namespace: string | null;
  /** With its prefix, where it has one. */
  qualified: string;
  /** A colon in it belongs to the local name: a parser makes no prefixes (`<o:p>`). */
  isLocal: boolean;
}

const write = (namespace: string | null, qualified: string) =>
  `${SHORT.get(namespace!) ?? namespace ?? ""} ${qualified}`;

/** Reads a name; one without a space is in the namespace `inherited`. */
export function readName(name: string, inherited: string | null): Name {
  const space = name.lastIndexOf(" ");
  if (space < 0) return { namespace: inherited, qualified: name, isLocal: true };
  const written = name.slice(0, space);
  return {
    namespace: Object.hasOwn(NAMESPACES, written) ? NAMESPACES[written]! : written || null,
    qualified: name.slice(space + 1),
    isLocal: false,
  };
}

/** The namespace that a child's name has if it names none. */
export const inheritedNamespace = (parent: Node): string | null =>
  typeOf(parent) === 1 ? namespaceOf(parent as Element) : HTML;

/** An element's name as written below a parent of the given namespace, or with its own, which one with a prefix always is. */
export function elementName(element: Element, inherited: string | null): string {
  const [namespaceURI, localName] = [namespaceOf(element), localNameOf(element)];
  // Of a form with a field of that name it is the field.
  const prefix = typeof element.prefix === "string" && element.prefix;
  const qualified = prefix ? `${prefix}:${localName}` : localName;
  return namespaceURI === inherited && !prefix ? qualified : write(namespaceURI, qualified);
}

/** Whether a key is written as `attributeKey` writes it. In another spelling it would pass by what looks for names. */
export function isKey(key: string): boolean {
  if (!key.includes(" ")) return true;
  const { namespace, qualified } = readName(key, null);
  return namespace !== null && attributeKey(namespace, qualified) === key;
}

/** By constructors of elements. */
const customized = new WeakMap<object, string | undefined>();

/** The name of a customized built-in. One that a script made has no `is` attribute, and is written with one, as in `outerHTML`. */
export function customizedName({ constructor: made, localName, ownerDocument }: Element): string | undefined {
  if (!customized.has(made)) {
    const registry = ownerDocument.defaultView?.customElements as { getName?(made: object): string | null } | undefined;
    const name = typeof made === "function" ? registry?.getName?.(made) : undefined;
    customized.set(made, name && name !== localName ? name : undefined);
  }
  return customized.get(made);
}

/** The key of an attribute: its name, or `namespace name`. Prefixes say nothing and are left out. */
export const attributeKey = (namespace: string | null, localName: string): string =>
  namespace ? write(namespace, localName) : localName;

const {
  getAttributeNames,
  getAttributeNS,
  hasAttributeNS,
  removeAttributeNS,
  setAttributeNS,
  setAttribute: setElementAttribute,
} = Element.prototype;

/** An element's attributes by key. */
export function attributesOf(element: Element): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const name of getAttributeNames.call(element)) {
    // Read by name: to make an `Attr` of each costs several times as much.
    const value = getAttributeNS.call(element, null, name);
    if (value === null) return attributesByNamespace(element);
    attributes.set(name, value);
  }
  return attributes;
}

const attributesByNamespace = ({ attributes }: Element): Map<string, string> =>
  new Map([...attributes].map(({ namespaceURI, localName, value }) => [attributeKey(namespaceURI, localName), value]));

/** An attribute's value by its key, `null` where the element has none. */
export function getAttribute(element: Element, key: string): string | null {
  if (!key.includes(" ")) return getAttributeNS.call(element, null, key);
  const { namespace, qualified } = readName(key, null);
  return getAttributeNS.call(element, namespace, qualified);
}

/** Sets an attribute by its key, or removes it (`null`). False where the browser makes no attribute of that name. */
export function setAttribute(element: Element, key: string, value: string | null): boolean {
  const { namespace, qualified } = readName(key, null);
  if (value === null) {
    removeAttributeNS.call(element, namespace, qualified);
    return true;
  }
  try {
    if (namespace && hasAttributeNS.call(element, namespace, qualified)) {
      element.getAttributeNodeNS(namespace, qualified)!.value = value;
    } else if (namespace) setAttributeNS.call(element, namespace, prefixed(namespace, qualified), value);
    // setAttribute writes HTML names in lower case; setAttributeNS takes no colon without a namespace.
    else if (/[A-Z]/.test(qualified) && !qualified.includes(":")) setAttributeNS.call(element, null, qualified, value);
    else setElementAttribute.call(element, qualified, value);
    if (key === "style") keepStyle(element as HTMLElement, value);
    return true;
  } catch {
    // A name that only a parser makes, in a browser that lets only a parser make it: take the parser's.
    return !namespace && setParsedAttribute(element, qualified, value);
  }
}

/** A content security policy may take no style from an attribute, and takes the same one from a script. */
function keepStyle({ style }: HTMLElement, value: string): void {
  if (value && style && !style.cssText) style.cssText = value;
}

const prefixed = (namespace: string, local: string) => {
  const short = SHORT.get(namespace);
  return short && local !== short ? `${short}:${local}` : local;
};

function setParsedAttribute(element: Element, name: string, value: string): boolean {
  if (!name || /[\s>/\0]|.=/.test(name)) return false;
  try {
    const template = document.createElement("template");
    template.innerHTML = `<p ${name}>`;
    const attribute = template.content.firstElementChild!.attributes[0]!;
    if (attribute.name !== name) return false;
    attribute.ownerElement!.removeAttributeNode(attribute);
    attribute.value = value;
    element.setAttributeNode(attribute);
    return true;
  } catch {
    // The page's policy lets nobody parse markup (Trusted Types).
    return false;
  }
}

/** An element whose name only a parser makes; `undefined` if this page's policy lets nobody parse markup. */
export function parsedElement(document: Document, { namespace, qualified }: Name): Element | undefined {
  if (!/^[a-z][^\s/>\0]*$/.test(qualified)) return undefined;
  const around = namespace === HTML ? "" : `<${SHORT.get(namespace!)}>`;
  try {
    const template = document.createElement("template");
    template.innerHTML = `${around}<${qualified}>`;
    const first = template.content.firstElementChild;
    const element = around ? first?.firstElementChild : first;
    if (element?.localName !== qualified || element.namespaceURI !== namespace) return undefined;
    element.remove();
    return document.adoptNode(element);
  } catch {
    return undefined;
  }
}
