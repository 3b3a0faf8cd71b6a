import { openIn } from "../aspects/open";
import { copyOf } from "../aspects/pixels";
import { mediaState } from "../aspects/player";
import { rulesOf } from "../aspects/rules";
import type { MediaState } from "../patch";
import type { Base } from "./base";
import { isElement } from "./scope";

/** What a tree does not show and its scripts may have set before it is remembered. A page goes back to this. */
export interface LiveStates {
  /** What is open, in document order. */
  readonly open: Element[];
  /** Messages of controls by `setCustomValidity`. */
  readonly validity: Map<Node, string>;
  /** Sheets of elements. Rules are kept as they are: writing them as texts can wait. */
  readonly sheets: Map<Node, { disabled: boolean; rules: CSSRule[] | undefined }>;
  /** Adopted sheets of the document and of shadow roots. */
  readonly adopted: Map<Node, CSSStyleSheet[]>;
  /** Copies of canvases. */
  readonly canvases: Map<Node, HTMLCanvasElement>;
  readonly media: Map<Node, MediaState>;
}

/** Reads them; kept small, since it is done at load. */
export function liveStates(base: Base): LiveStates {
  const { nodes, stateful } = base;
  const live: LiveStates = {
    open: openIn(base),
    validity: new Map(),
    sheets: new Map(),
    adopted: new Map(),
    canvases: new Map(),
    media: new Map(),
  };
  const readRoot = (root: Node) => {
    const { adoptedStyleSheets } = root as ShadowRoot;
    if (adoptedStyleSheets?.length) live.adopted.set(root, [...adoptedStyleSheets]);
  };
  readRoot(nodes[0]!);
  for (const number of stateful) {
    const node = nodes[number]!;
    if (!isElement(node)) {
      readRoot(node);
      continue;
    }
    const { sheet } = node as HTMLStyleElement;
    if (sheet) live.sheets.set(node, { disabled: sheet.disabled, rules: rulesOf(sheet) });
    const copy = node.localName === "canvas" && copyOf(node as HTMLCanvasElement);
    if (copy) live.canvases.set(node, copy);
    if ("playbackRate" in node) live.media.set(node, mediaState(node as HTMLMediaElement));
    const { validity, validationMessage } = node as HTMLInputElement;
    if (validity?.customError) live.validity.set(node, validationMessage);
  }
  return live;
}
