import type { Patch, Remark } from "../patch";

/** The document as an aspect sees it while a patch is made or applied. */
export interface Page {
  /** The tree's root; its number is 0. */
  readonly root: Node;
  /** The document it is in. */
  readonly document: Document;
  /** The number of a node of the tree as it is now; new nodes have theirs from the patch at hand. */
  numberOf(node: Node): number | undefined;
  /** The node of a number, if it is in the tree. */
  nodeOf(number: number): Node | undefined;
  /** The form controls in the tree. */
  controls(): Iterable<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>;
  /** Counts a change that was made. */
  changed(): void;
  leaveOut(remark: Remark): void;
}

/** Something that a tree does not show. Each lives in a file of its own and has a section of the patch. */
export interface Aspect<S extends keyof Patch> {
  readonly section: S;
  /** What differs from the page as loaded; `undefined` if nothing does. */
  capture(page: Page): Patch[S] | undefined;
  /** Brings the document to this; without a value, back to how a page is at load. */
  apply(page: Page, value: Patch[S] | undefined): void;
}
