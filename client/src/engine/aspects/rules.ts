/** The rules of style sheets as texts: as a browser writes them, so those of two browsers are compared after one has read both. */

/** The rules of a sheet; `undefined` where they may not be read, or are not loaded yet. */
export function rulesOf(sheet: CSSStyleSheet | null | undefined): CSSRule[] | undefined {
  try {
    // What a sheet imports is by its text, and may stand in no sheet that a script makes.
    return sheet ? [...sheet.cssRules].filter(rule => !("styleSheet" in rule)) : undefined;
  } catch {
    return undefined;
  }
}

/** Elements that have a sheet. */
export type Owner = HTMLStyleElement | HTMLLinkElement;

/** What a sheet is made of: its address, or its text, to which that of elements and comments in it does not belong. */
export const sourceOf = (owner: Owner): string =>
  owner.localName === "style"
    ? Array.from(owner.childNodes, ({ nodeType, nodeValue }) => (nodeType < 5 ? nodeValue : "")).join("")
    : (owner as HTMLLinkElement).href;

/** What an adopted sheet is like. Its rules are kept as they are, and not as texts. */
export interface AdoptedState {
  rules: CSSRule[];
  media: string;
  disabled: boolean;
}

export const stateOf = ({ cssRules, media, disabled }: CSSStyleSheet): AdoptedState => ({
  rules: [...cssRules],
  media: media.mediaText,
  disabled,
});

export const textsOf = (rules: CSSRule[]): string[] => rules.map(rule => rule.cssText);

export const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

/** A sheet of no document with these rules; `refused` takes those that the browser does not read. */
export function sheetOf(
  document: Document,
  rules: readonly string[],
  refused: (rule: string) => void,
  options?: CSSStyleSheetInit,
): CSSStyleSheet {
  // Of the document's own window, since no other's can be adopted.
  const { CSSStyleSheet } = (document.defaultView ?? window) as Window & typeof globalThis;
  const sheet = new CSSStyleSheet(options);
  for (const rule of rules) {
    try {
      sheet.insertRule(rule, sheet.cssRules.length);
    } catch {
      refused(rule);
    }
  }
  return sheet;
}

/** The rules that a text makes. */
export function parsed(document: Document, text: string): string[] {
  const sheet = sheetOf(document, [], () => {});
  sheet.replaceSync(text);
  return textsOf([...sheet.cssRules]);
}

/**
 * Brings a sheet to rules that this browser wrote, by taking out and putting in what differs; `refused` takes those that may not stand
 * where they are to. False if it has them.
 */
export function bringRules(
  sheet: CSSStyleSheet,
  wanted: readonly string[],
  refused: (rule: string) => void = () => {},
): boolean {
  const rules = rulesOf(sheet)!;
  const now = textsOf(rules);
  if (isSame(now, wanted)) return false;
  let start = 0;
  let tail = 0;
  // A namespace comes and goes only while nothing stands behind it.
  if (![...now, ...wanted].some(rule => rule.startsWith("@namespace"))) {
    while (start < now.length && now[start] === wanted[start]) start++;
    while (tail < Math.min(now.length, wanted.length) - start && now.at(-1 - tail) === wanted.at(-1 - tail)) tail++;
  }
  const indexOf = (rule: CSSRule) => [...sheet.cssRules].indexOf(rule);
  let at = start < rules.length ? indexOf(rules[start]!) : sheet.cssRules.length;
  for (const rule of rules.slice(start, rules.length - tail).reverse()) sheet.deleteRule(indexOf(rule));
  for (const rule of wanted.slice(start, wanted.length - tail)) {
    try {
      sheet.insertRule(rule, at);
      at++;
    } catch {
      refused(rule);
    }
  }
  return true;
}
