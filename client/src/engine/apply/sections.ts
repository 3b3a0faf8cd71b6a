import type { Page } from "../aspects/aspect";
import type { Patch } from "../patch";
import { refuse } from "../refuse";

/** Sections in which a node may come more than once. */
const REPEATING = /^(scroll|selection|refs|owned.*)$/;

/** The items of a section, each of which begins with a node's number. */
function itemsOf(patch: Patch, section: string): [number, ...unknown[]][] {
  const value = (patch as unknown as Record<string, unknown[]>)[section] ?? [];
  return (typeof value[0] === "number" ? [value] : value) as [number, ...unknown[]][];
}

/** Checks the numbers in what a patch has beside its nodes, of a page with so many. */
export function checkSections(patch: Patch, sections: readonly string[], total: number): void {
  for (const section of sections) {
    const seen = new Set<number>();
    for (const [number] of itemsOf(patch, section)) {
      if (number < 0 || number >= total) refuse("unknown_node", `there is no node ${number} of its ${section}`);
      if (seen.has(number) && !REPEATING.test(section))
        refuse("duplicate_node", `node ${number} is twice in its ${section}`);
      seen.add(number);
    }
  }
}

/** Says what belongs to nodes that were left out, or are not in the tree. */
export function leaveOutMissing(page: Page, patch: Patch, sections: readonly string[]): void {
  for (const section of sections) {
    for (const [node] of itemsOf(patch, section))
      if (!page.nodeOf(node)) page.leaveOut("no_counterpart", node, section);
  }
}
