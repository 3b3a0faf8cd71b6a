import { isClosed, isIgnored, isInClosed, isOwnAttribute, isSecret } from "./own";
import { closedRootOf, drawnOn } from "./secret-lives";

/** Something in which one page is not like another. */
export interface Difference {
  /** Where, on the page that is looked at; of what it does not have, its parent. */
  at: Node;
  what: string;
  /** The name of an element that is not there. */
  missing?: string;
}

/** Elements that may not enter a page. */
const REFUSED = /^(script|base|meta)$/;

/** Where somebody is in a page. Browsers let one document at a time have the focus, so it is read before another gets it. */
export interface Whereabouts {
  active: Element | null;
  selected: { start: Node; end: Node } | undefined;
}

export function whereabouts(document: Document): Whereabouts {
  const selected = document.getSelection();
  const { anchorNode: start, focusNode: end } = selected ?? {};
  const isSome = start && end && !selected!.isCollapsed;
  return { active: activeIn(document), selected: isSome ? { start, end } : undefined };
}

/** Which nodes of two pages that have just been loaded are the same. */
export function loadedAlike(source: Node, target: Node, found = new Map<Node, Node>()): ReadonlyMap<Node, Node> {
  found.set(source, target);
  const [one, other] = [source, target].map(node => fragmentOf(node as Element));
  if (one && other) loadedAlike(one, other, found);
  for (const [index, child] of source.childNodes.entries()) loadedAlike(child, target.childNodes[index]!, found);
  return found;
}

/** Reads two pages side by side, by the DOM alone: in what `target` is not like `source`. `loaded` are the nodes of both that are the same. */
export function differences(
  source: Document,
  { active, selected }: Whereabouts,
  target: Document,
  loaded: ReadonlyMap<Node, Node>,
): Difference[] {
  const origins = new Map([...loaded].map(([one, other]) => [other, one]));
  const found: Difference[] = [];
  const counterparts = new Map<Node, Node>();
  const compare = (at: Node, what: string, there: unknown, here: unknown) => {
    const [one, other] = [there, here].map(value => JSON.stringify(value ?? null));
    if (one !== other) found.push({ at, what: `${what}: ${one} is ${other}` });
  };

  const walk = (one: Node, other: Node): void => {
    counterparts.set(one, other);
    compare(other, "node", [one.nodeType, one.nodeName], [other.nodeType, other.nodeName]);
    if (one.nodeType !== 1) compare(other, "text", one.nodeValue, other.nodeValue);
    else if (other.nodeType === 1) element(one as Element, other as Element);
    if (isClosed(one) || isClosed(other)) return;
    children(one, other);
  };

  /** Whether an element that may not enter a page did not; `own` stands where it would. */
  const isMissing = (child: Element, own: Node | undefined): boolean => {
    if (!REFUSED.test(child.localName ?? "")) return false;
    if (loaded.has(child)) return loaded.get(child) !== own;
    const origin = own && origins.get(own);
    // What was rendered again stands for what is gone, which may stay.
    if (origin && source.contains(origin)) return true;
    return own?.nodeName !== child.nodeName || (!origin && child.hasAttribute("http-equiv"));
  };

  const children = (one: Node, other: Node): void => {
    const [there, here] = [childrenOf(one), childrenOf(other)];
    let at = 0;
    for (const child of there) {
      const own = here[at];
      if (isMissing(child as Element, own)) {
        const name = (child as Element).localName;
        found.push({ at: other, what: `no <${name}>`, missing: name });
        continue;
      }
      at++;
      if (own) walk(child, own);
      else found.push({ at: other, what: `no ${child.nodeName} ${(child as Element).outerHTML ?? child.nodeValue}` });
    }
    for (const more of here.slice(at)) found.push({ at: other, what: `another ${more.nodeName}` });
  };

  const element = (one: Element, other: Element): void => {
    const [there, here] = [one, other].map(attributesOf);
    for (const key of new Set([...there!.keys(), ...here!.keys()]))
      if (!isOwnAttribute(one, key)) compare(other, key, there!.get(key), here!.get(key));
    // Nor is what stands in a shadow root.
    if (isClosed(one) || isClosed(other)) return;
    for (const [what, state] of Object.entries(stateOf(one))) compare(other, what, state, stateOf(other)[what]);
    const [inOne, inOther] = [fragmentOf(one), fragmentOf(other)];
    if (inOne && inOther) walk(inOne, inOther);
    else compare(other, "fragment", inOne?.nodeName, inOther?.nodeName);
    frame(one, other);
  };

  const frame = (one: Element, other: Element): void => {
    if (one.localName !== "iframe") return;
    const [inOne, inOther] = [one, other].map(frame => (frame as HTMLIFrameElement).contentDocument);
    // What nobody may read may be anything.
    if (!inOne || !inOther) found.push({ at: other, what: "what is in a frame" });
    else children(inOne, inOther);
  };

  children(source, target);
  const wanted = active && !isInClosed(active) ? counterparts.get(active) : undefined;
  const here = activeIn(target);
  if (wanted && wanted !== here)
    found.push({ at: wanted, what: `focus of ${wanted.nodeName}, which has ${here?.nodeName}` });
  const [start, end] = [selected?.start, selected?.end].map(node => node && counterparts.get(node));
  const { anchorNode, focusNode } = target.getSelection()!;
  if (start && end && !isInClosed(start) && !isInClosed(end) && (anchorNode !== start || focusNode !== end))
    found.push({ at: start, what: `selection from ${start.nodeName} to ${end.nodeName}` });
  return found;
}

const childrenOf = (node: Node): Node[] => [...node.childNodes].filter(child => !isIgnored(child));

/** A root that shows its host as if it had none is none. */
function rootOf({ shadowRoot }: Element): ShadowRoot | null {
  const isTransparent =
    shadowRoot?.innerHTML === "<slot></slot>" &&
    !shadowRoot.adoptedStyleSheets.length &&
    shadowRoot.slotAssignment !== "manual";
  return isTransparent ? null : shadowRoot;
}

const fragmentOf = (element: Element): DocumentFragment | null =>
  rootOf(element) ?? (element.localName === "template" ? (element as HTMLTemplateElement).content : null);

const attributesOf = (element: Element): Map<string, string> =>
  new Map(
    [...element.attributes].map(({ namespaceURI, localName, value }) => [`${namespaceURI ?? ""}${localName}`, value]),
  );

function activeIn(document: Document): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** What an element is beside its attributes and children. */
function stateOf(element: Element): Record<string, unknown> {
  const state: Record<string, unknown> = {
    closed: closedRootOf(element)?.innerHTML,
    open: [":modal", ":popover-open"].filter(selector => element.matches(selector)),
  };
  const { type, value, checked, indeterminate, files, validity, validationMessage } = element as HTMLInputElement;
  const shadowRoot = rootOf(element);
  if (shadowRoot) state.adopted = shadowRoot.adoptedStyleSheets.map(rulesOf);
  if (shadowRoot?.slotAssignment === "manual")
    state.slots = [...shadowRoot.querySelectorAll("slot")].map(slot => slot.assignedNodes().map(node => node.nodeName));
  switch (element.localName) {
    case "input":
    case "textarea":
      if (isSecret(element)) break;
      Object.assign(state, {
        value: files || type === "hidden" ? "" : value,
        checked,
        indeterminate,
        files: files?.length ?? 0,
      });
      state.message = validity?.customError && validationMessage;
      break;
    case "select":
      state.selected = [...(element as HTMLSelectElement).options].map(option => option.selected);
      break;
    case "style":
      state.rules = rulesOf((element as HTMLStyleElement).sheet);
      break;
    case "canvas":
      state.drawn = drawnOn(element as HTMLCanvasElement);
      break;
    case "audio": {
      const { paused, volume, muted, playbackRate } = element as HTMLMediaElement;
      Object.assign(state, { paused, volume, muted, playbackRate });
    }
  }
  return state;
}

const rulesOf = (sheet: CSSStyleSheet | null) =>
  sheet && [sheet.disabled, ...[...sheet.cssRules].map(rule => rule.cssText)];
