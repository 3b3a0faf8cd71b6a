import type { Overlay } from "../owned/overlay";
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
  /** The elements of these local names in the tree; they are among those that a base lists as stateful. */
  stateful(...names: string[]): Iterable<Element>;
  /** Those of them whose content travels, with their numbers. */
  numbered<E extends Element>(...names: string[]): Iterable<[element: E, number: number]>;
  /** The open shadow roots in the tree. */
  shadowRoots(): Iterable<ShadowRoot>;
  /** Counts a change that was made. */
  changed(): void;
  /** Says what is not taken over, and why; see {@link Remark}. */
  leaveOut(reason: string, node: number | undefined, what: string): void;
  /** Announces work for when frameworks have rendered what they own. */
  afterRendering(layer: Overlay): void;
  /** Announces work that goes on after the patch was applied; what it leaves out comes late. Never rejects. */
  later(work: Promise<unknown>): void;
}

/** Something that a tree does not show. Each lives in a file of its own and has a section of the patch. */
export interface Aspect<S extends keyof Patch> {
  readonly section: S;
  /** Whether what a patch brings has the section's form. Says nothing of what it means for this page. */
  isSound(value: unknown): boolean;
  /** What differs from the page as loaded; `undefined` if nothing does. */
  capture(page: Page): Patch[S] | undefined;
  /** Brings the document to this; without a value, back to how a page is at load. */
  apply(page: Page, value: Patch[S] | undefined): void;
}

/** Whether a value is a list whose items each begin with a node's number. */
export const isNumbered = (value: unknown, isSound: (item: unknown[]) => boolean): boolean =>
  Array.isArray(value) && value.every(item => Array.isArray(item) && Number.isInteger(item[0]) && isSound(item));

/** Says what was brought for nodes that are here and take nothing of that kind; of those that are not here it is said later. */
export function leaveOutRest(page: Page, rest: Map<number, unknown>, reason: string, what: string): void {
  for (const node of rest.keys()) if (page.nodeOf(node)) page.leaveOut(reason, node, what);
}

/** A section's items in order of their nodes' numbers; `undefined` if there are none. */
export const inOrder = <T extends [number, ...unknown[]]>(items: T[]): T[] | undefined =>
  items.length ? items.sort(([a], [b]) => a - b) : undefined;
