import { type Kind, openIn } from "../aspects/open";
import { copyOf } from "../aspects/pixels";
import { mediaState } from "../aspects/player";
import { type AdoptedState, type Owner, rulesOf, sourceOf, stateOf } from "../aspects/rules";
import type { MediaState } from "../patch";
import { isElement } from "./scope";
import type { Survey } from "./survey";

/** What a tree does not show and its scripts may have set before it is remembered. A page goes back to this. */
export interface LiveStates {
  /** What is open, in document order. */
  readonly open: Map<Element, Kind>;
  /** Messages of controls by `setCustomValidity`. */
  readonly validity: Map<Node, string>;
  /** Sheets of elements. Rules are kept as they are: writing them as texts can wait, and so misses only what is done to a rule itself. */
  readonly sheets: Map<Owner, { disabled: boolean; source: string; rules: CSSRule[] | undefined }>;
  /** Adopted sheets of the document and of shadow roots, in the order in which they were found. */
  readonly adopted: { lists: Map<Node, CSSStyleSheet[]>; sheets: Map<CSSStyleSheet, AdoptedState> };
  /** Copies of canvases. */
  readonly canvases: Map<Node, HTMLCanvasElement>;
  readonly media: Map<Node, MediaState>;
}

/** Reads them; kept small, since it is done at load. */
export function liveStates(root: Node, found: Survey): LiveStates {
  const live: LiveStates = {
    open: openIn(root, found),
    validity: new Map(),
    sheets: new Map(),
    adopted: { lists: new Map(), sheets: new Map() },
    canvases: new Map(),
    media: new Map(),
  };
  const readRoot = (root: Node) => {
    const { adoptedStyleSheets } = root as ShadowRoot;
    if (!adoptedStyleSheets?.length) return;
    const { lists, sheets } = live.adopted;
    lists.set(root, [...adoptedStyleSheets]);
    for (const sheet of adoptedStyleSheets) if (!sheets.has(sheet)) sheets.set(sheet, stateOf(sheet));
  };
  readRoot(root);
  for (const node of found.stateful) {
    if (!isElement(node)) {
      readRoot(node);
      continue;
    }
    const owner = node as Owner;
    const { sheet } = owner;
    if (sheet) live.sheets.set(owner, { disabled: sheet.disabled, source: sourceOf(owner), rules: rulesOf(sheet) });
    const copy = node.localName === "canvas" && copyOf(node as HTMLCanvasElement);
    if (copy) live.canvases.set(node, copy);
    if ("playbackRate" in node) live.media.set(node, mediaState(node as HTMLMediaElement));
    const { validity, validationMessage } = node as HTMLInputElement;
    if (validity?.customError) live.validity.set(node, validationMessage);
  }
  return live;
}
