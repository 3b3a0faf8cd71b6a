import type { Row } from "./base/rows";
import type { readFacts } from "./capture/full";
import type { Patch, Remark, Report, Section } from "./patch";

/** Options of {@link remember}. */
export interface RememberOptions {
  /** `readFacts`: reads every node's facts at load, so that `capture({ full: true })` works. Costly. */
  thorough?: typeof readFacts;
}

/** A remembered tree. */
export interface Engine {
  /** 16 hexadecimal digits over the base; the same page has the same one in every browser. */
  readonly fingerprint: string;
  /** Count of nodes that the last capture visited. */
  readonly visited: number;
  /**
   * What the tree differs by from its base. `full` compares every node and does not trust the observer (needs `thorough`).
   * What can't be captured is added to `leftOut`. `refs` are nodes that something beside the patch speaks of. `exact`: what the page
   * rendered again is written as new, and applied here again, the patch brings these very nodes back, with their listeners and code.
   */
  capture(options?: { full?: boolean; exact?: boolean; leftOut?: Remark[]; refs?: Node[] }): Patch;
  /** The base as plain data, for a page whose base is another. */
  describe(): Row[];
  /**
   * Brings the tree to the base with the patch, by the fewest DOM operations.
   * `keep` names sections in which this document stays as it is. A patch against another base is translated to this one if that base is
   * known. Throws a `PatchError` before anything is touched; `other_base` says that the base was not learnt.
   */
  apply(patch: Patch, options?: { keep?: Section[] }): Report;
  /** Whether patches against a base can be applied: it is this tree's own, or was learnt. */
  knows(fingerprint: string): boolean;
  /**
   * Takes the base of another page, as its `describe` gives it, and aligns it with this one, in slices; it is known when that is done.
   * Rejects with a `PatchError` if the rows don't give the fingerprint.
   */
  learn(fingerprint: string, rows: Row[]): Promise<void>;
  /** Brings the tree back to its base: the page's own nodes, their first facts. */
  reset(): Report;
  /** Calls back when something may have changed (DOM, typing, scroll, focus), not for what `apply` did. Returns how to stop. */
  watch(changed: () => void): () => void;
  /** Lets go of the document. */
  stop(): void;
}
