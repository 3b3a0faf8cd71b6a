import type { Patch, Report, Section } from "./patch";

/** Options of {@link remember}. */
export interface RememberOptions {
  /** Reads every node's facts at once instead of when they first change, so that `capture({ full: true })` can be checked. Costly. */
  thorough?: boolean;
}

/** A remembered tree. */
export interface Engine {
  /** 16 hexadecimal digits over the base; the same page has the same one in every browser. */
  readonly fingerprint: string;
  /** Count of nodes that the last capture visited. */
  readonly visited: number;
  /** What the tree differs by from its base. `full` compares every node and does not trust the observer (needs `thorough`). */
  capture(options?: { full?: boolean }): Patch;
  /**
   * Brings the tree to the base with the patch, by the fewest DOM operations.
   * `keep` names sections in which this document stays as it is. Throws a `PatchError` before anything is touched.
   */
  apply(patch: Patch, options?: { keep?: Section[] }): Report;
  /** Brings the tree back to its base: the page's own nodes, their first facts. */
  reset(): Report;
  /** Calls back when something may have changed (DOM, typing, scroll, focus), not for what `apply` did. Returns how to stop. */
  watch(changed: () => void): () => void;
  /** Lets go of the document. */
  stop(): void;
}

/** Remembers a tree as it is now: numbers its nodes in document order and follows what changes. */
export function remember(_root: Node, _options: RememberOptions = {}): Engine {
  throw new Error("not written yet");
}
