/**
 * What stays each page's own without a word, because the documents say so (client/README.md, "What is nobody else's", "Limits"):
 * a remark of it would tell that there is something.
 */

/** Passed by: neither read nor touched, as if it were not there. */
const IGNORED = "[data-liquid-ignore], grammarly-extension";

/** Of these the element travels, and what is in it is the page's own: private, a card in edited text, a script, a framework's. */
const CLOSED =
  "[data-liquid-private], [contenteditable][autocomplete^=cc], textarea[autocomplete], [data-liquid-owned], selectedcontent";

/** Passwords, codes, cards, and what is private: what is typed in these. */
const SECRET = "[type=password], [autocomplete=one-time-code], [autocomplete^=cc], [data-liquid-private]";

/** What extensions write on a page's elements, and what belongs to the session of the browser that loaded it. */
const OWN_ATTRIBUTES = /^(data-gramm|nonce)$/;
const TOKENS = 'meta[name*=csrf], input[type=hidden][name*=csrf], input[type=hidden][value^="own "]';

export const isIgnored = (node: Node): boolean => matches(node, IGNORED);
export const isClosed = (node: Node): boolean => matches(node, CLOSED);
export const isSecret = (node: Node): boolean => matches(node, SECRET);
export const isOwnAttribute = (element: Element, key: string): boolean =>
  OWN_ATTRIBUTES.test(key) ||
  (/^(value|content)$/.test(key) && matches(element, TOKENS)) ||
  (key === "value" && isSecret(element));

/** Whether a node stands in what is closed: who is there, and what is selected there, is not told either. */
export function isInClosed(node: Node | null): boolean {
  for (let at = node; at; at = at.parentNode ?? (at as ShadowRoot).host ?? null) if (isClosed(at)) return true;
  return false;
}

const matches = (node: Node, selector: string): boolean => node.nodeType === 1 && (node as Element).matches(selector);
