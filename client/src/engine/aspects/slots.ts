import type { Page } from "./aspect";
import { isSame } from "./rules";

/** The slots of a root to which only scripts give nodes. */
const manualSlots = (root: ShadowRoot): HTMLSlotElement[] =>
  root.slotAssignment === "manual" ? [...root.querySelectorAll("slot")] : [];

/** The nodes that scripts gave to slots. */
export const givenIn = (roots: ShadowRoot[]): ReadonlyMap<Node, Node[]> =>
  new Map(roots.flatMap(manualSlots).map(slot => [slot, slot.assignedNodes()]));

/** Says where scripts gave other nodes to slots than at load, or none to new ones: that does not travel. */
export function tellSlots(page: Page, atLoad: ReadonlyMap<Node, Node[]>): void {
  for (const root of page.shadowRoots()) {
    const number = page.numberOf(root.host);
    const isOther = (slot: HTMLSlotElement) => !isSame(slot.assignedNodes(), atLoad.get(slot) ?? [null]);
    if (number !== undefined && manualSlots(root).some(isOther))
      page.leaveOut("slots", number, `what a script put into the slots of <${root.host.localName}>`);
  }
}
