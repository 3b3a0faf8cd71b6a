/** A page before and after, as the corpus writes it. */
export interface Pair {
  name: string;
  /** Markup before and after. */
  from: string;
  to: string;
  /** Where the markup lives, before and after. */
  ctx: [Context, Context];
  /** The pages where markup can't carry them. */
  fromTree?: TreeNode;
  toTree?: TreeNode;
  /** Live states by an element's index in the body. */
  fromLive?: Record<string, LiveState>;
  toLive?: Record<string, LiveState>;
}

/** `document`: the whole page as served; `body`: inside a body; `tree`, `svg`: built by DOM calls inside a body. */
export type Context = "document" | "body" | "tree" | "svg";

/** An element: `e` its name, `ns` its namespace, `a` its attributes, `sr` its shadow root, `c` its children. */
export interface TreeElement {
  e: string;
  ns?: string;
  a?: [string, string][];
  sr?: { mode: ShadowRootMode; c?: TreeNode[] };
  c?: TreeNode[];
}

/** A text, an element, or a document (`d`: its children). */
export type TreeNode = string | TreeElement | { d: TreeNode[] };

export interface LiveState {
  value?: string;
  checked?: boolean;
  indeterminate?: boolean;
  selected?: boolean;
  scroll?: [left: number, top: number];
  /** Focused, with this selection. */
  focus?: [start: number, end: number];
}
