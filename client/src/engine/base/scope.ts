/** What of a document the engine sees: which nodes count, and what counts as their children. */

import { attribute, firstOf, has, localNameOf, nextOf, parentNodeOf, rootOf, shadowRootOf, typeOf } from "./native";

export const isElement = (node: Node): node is Element => typeOf(node) === 1;
export const isFragment = (node: Node): node is DocumentFragment => typeOf(node) === 11;
export const isShadowRoot = (node: Node): node is ShadowRoot => isFragment(node) && "host" in node;
/** What a node stands in; a shadow root in its host, which a link outside of a document has as well, as a text. */
export const parentOf = (node: Node): Node | null =>
  parentNodeOf(node) ?? (isShadowRoot(node) ? node.host : ((node as Marked)[TEMPLATE] ?? null));

/**
 * What is noted on nodes. By symbols that all copies of this module have in common: what follows a page from its load on comes in another
 * file than what reads it later.
 */
const TEMPLATE = Symbol.for("liquid.template");
const WAS_SECRET = Symbol.for("liquid.secret");
interface Marked extends Node {
  /** On the content of a template into which anyone looked: the template, to which no link leads back. */
  [TEMPLATE]?: Element;
  /** On fields that are or were for a secret; they may be shown for a while. */
  [WAS_SECRET]?: true;
}

export const isText = (node: Node): node is CharacterData => {
  const type = typeOf(node);
  // Text, CDATA section, processing instruction, comment
  return type === 3 || type === 4 || type === 7 || type === 8;
};

/** Elements that browser extensions put into pages: Grammarly, DeepL, 1Password, LastPass, Loom, Dashlane and what Plasmo builds. */
export const EXTENSION_ELEMENTS = new Set([
  "grammarly-desktop-integration",
  "grammarly-extension",
  "grammarly-popups",
  "deepl-input-controller",
  "com-1password-button",
  "com-1password-notification",
  "com-1password-menu",
  "div-lastpass",
  "loom-container",
  "dashlane-autofill",
  "plasmo-csui",
]);

/** Attributes that they put on a page's own elements. */
const EXTENSION_ATTRIBUTES = new Set([
  "data-new-gr-c-s-check-loaded",
  "data-gr-ext-installed",
  "data-gramm",
  "data-lt-installed",
  "data-dashlane-rid",
  "data-1p-ignore",
  "cz-shortcut-listen",
]);

/** A page names more in `<meta name="liquid-ignore" content="selector">`. */
const more = document.querySelector<HTMLMetaElement>('meta[name="liquid-ignore"]')?.content;

const IGNORE = "data-liquid-ignore";
const PRIVATE = "data-liquid-private";

/** Marks elements whose content belongs to a framework. */
export const OWNED = "data-liquid-owned";

/** Selectors of what may be ignored or closed, whatever its name. */
export const MARKS = [
  `[${IGNORE}]`,
  `[${PRIVATE}]`,
  `[${OWNED}]`,
  "[contenteditable][autocomplete]",
  ...(more ? [more] : []),
];

/** What was numbered before it was marked to be ignored. It keeps its place, and stays as it is. */
const counted = new WeakSet<Node>();

/** To be called of base nodes with their attributes that changed. */
export function noteMark(node: Node, attributes: ReadonlyMap<string, unknown> | undefined): void {
  if (attributes?.has(IGNORE)) counted.add(node);
}

/** Neither captured nor touched; the siblings count as if it were not there. */
export const isIgnored = (node: Node): boolean =>
  isElement(node) &&
  ((has(node, IGNORE) && !counted.has(node)) ||
    EXTENSION_ELEMENTS.has(localNameOf(node)) ||
    (more !== undefined && more !== "" && node.matches(more)));

/** Whether a node that has a number is ignored by now: it was not when it got it, and what was marked since keeps its place. */
export const isIgnoredByNow: typeof isIgnored = more ? isIgnored : () => false;

/** Whether something in an element may be ignored by what the page named, wherever it stands. */
export const mayIgnore = (element: Element): boolean =>
  more !== undefined && more !== "" && (element.matches(more) || element.querySelector(more) !== null);

/** Whether a node is ignored or within something that is, shadow roots included. */
export function isInIgnored(node: Node | null): boolean {
  for (; node; node = parentOf(node)) if (isIgnored(node)) return true;
  return false;
}

/** Whose content is kept back when it is marked so late that it has numbers. */
const KEPT_BACK = `[${IGNORE}],[${PRIVATE}],:is(textarea,[contenteditable]):is([autocomplete*=cc- i],[autocomplete*=one-time-code i],[autocomplete*=password i])`;

const { closest } = Element.prototype;

/** Whether a node was marked, or came into what is marked, after it was numbered: it neither travels nor is touched. */
export function isKeptBack(node: Node): boolean {
  if (isElement(node) && has(node, IGNORE)) return true;
  let host: Node | null = node.parentElement ?? parentOf(rootOf(node));
  for (; host; host = parentOf(rootOf(host))) if (closest.call(host as Element, KEPT_BACK)) return true;
  return false;
}

/** Elements whose content never travels: scripts, and where the browser shows a copy of the chosen option. */
export const CLOSED = ["script", "selectedcontent"];

/** Whose content never travels: these, what is marked as private, and what a framework makes of its state. */
export const isClosed = (node: Node): boolean =>
  isElement(node) &&
  (CLOSED.includes(localNameOf(node)) ||
    has(node, PRIVATE) ||
    has(node, OWNED) ||
    // Its text is its value.
    ((localNameOf(node) === "textarea" || has(node, "contenteditable")) && isSecret(node)));

/** A script in HTML or in SVG. */
export const isScript = (element: Element): boolean => localNameOf(element) === "script";

/** What the type or `autocomplete` of a field for a password, a one-time code or a card says. */
const SECRET = /(^|\s)(one-time-code|cc-\S+|((current|new)-)?password)(\s|$)/i;

/** Notes that a field is for such. */
export function noteSecret(field: Marked): void {
  field[WAS_SECRET] = true;
}

/** To be called when an attribute changed: a secret that its page shows is one still. */
export function notePassword(element: Node, name: string | null, before: string | null): void {
  if (/^(type|autocomplete)$/.test(name!) && SECRET.test(before!)) noteSecret(element);
}

/** Whether a field is for a password, a one-time code or a card. */
export const isSecret = (field: Element): boolean =>
  (field as Element & Marked)[WAS_SECRET] ||
  SECRET.test(`${(field as HTMLInputElement).type} ${attribute(field, "autocomplete")}`);

/** To be called of what an application rendered again: a field in the place of a secret one is one. */
export function noteStandIn(node: Node, before: Node): void {
  if (isElement(before) && isSecret(before)) noteSecret(node);
}

/** Whether an element is called as what holds a session's token is. */
export const isToken = (element: Element): boolean => /csrf|xsrf|token/i.test(attribute(element, "name") ?? "");

/** Attributes that stay where they are: a nonce, an extension's, a session's token, and the values of what is secret or private. */
export const isWithheld = (element: Element, key: string): boolean =>
  key === "nonce" ||
  EXTENSION_ATTRIBUTES.has(key) ||
  (key === "content" && localNameOf(element) === "meta" && isToken(element)) ||
  (key === "value" && (isSecret(element) || has(element, PRIVATE)));

/** What an element holds apart from its children: its open shadow root or, a template, its content. */
export function fragmentOf(node: Node): DocumentFragment | null {
  if (!isElement(node)) return null;
  // A template in SVG has no content.
  const content = localNameOf(node) === "template" && (node as HTMLTemplateElement).content;
  if (content) (content as Marked)[TEMPLATE] = node;
  const fragment = shadowRootOf(node) ?? content;
  return fragment && !isClosed(node) ? fragment : null;
}

/** The first child that counts. */
export const firstChild = (parent: Node): Node | null => (isClosed(parent) ? null : seen(firstOf(parent)));

/** The next sibling that counts. */
export const nextSibling = (node: Node): Node | null => seen(nextOf(node));

/** The children that count. */
export function childrenOf(parent: Node): Node[] {
  const children: Node[] = [];
  for (let child = firstChild(parent); child; child = nextSibling(child)) children.push(child);
  return children;
}

/** The node itself if it counts, or the next sibling that does. */
export function seen(node: Node | null): Node | null {
  while (node && isIgnored(node)) node = nextOf(node);
  return node;
}
