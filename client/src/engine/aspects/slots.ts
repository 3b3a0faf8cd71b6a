import type { Page } from "./aspect";
import { isSame } from "./rules";

const isManual = (root: ShadowRoot): boolean => root.slotAssignment === "manual";

const slotsOf = (root: ShadowRoot): HTMLSlotElement[] => [...root.querySelectorAll("slot")];

/** The nodes that scripts gave to slots, and the roots in which only scripts give them any. */
export const givenIn = (roots: ShadowRoot[]): ReadonlyMap<Node, Node[]> =>
  new Map(
    roots
      .filter(isManual)
      .flatMap(root => [[root, []], ...slotsOf(root).map(slot => [slot, slot.assignedNodes()] as [Node, Node[]])]),
  );

/** Says where scripts gave other nodes to slots than at load, or are to give them in a new root: that does not travel. */
export function tellSlots(page: Page, atLoad: ReadonlyMap<Node, Node[]>): void {
  for (const root of page.shadowRoots()) {
    if (!isManual(root)) continue;
    const number = page.numberOf(root.host);
    const isOther = (slot: HTMLSlotElement) => !isSame(slot.assignedNodes(), atLoad.get(slot) ?? [null]);
    if (number !== undefined && (!atLoad.has(root) || slotsOf(root).some(isOther)))
      page.leaveOut("slots", number, `what a script put into the slots of <${root.host.localName}>`);
  }
}
