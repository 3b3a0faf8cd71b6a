import type { Patch } from "../patch";
import { isNumbered, type Page } from "./aspect";

/** Nodes that something beside the patch speaks of: each with its place in a list of its own. */
export function captureRefs(page: Page, nodes: Node[]): Patch["refs"] {
  const refs = nodes.flatMap((node, place): [number, number][] => {
    const number = page.numberOf(node);
    if (number === undefined) page.leaveOut("unknown_node", number, `a reference to ${node.nodeName.toLowerCase()}`);
    return number === undefined ? [] : [[number, place]];
  });
  return refs.length ? refs : undefined;
}

export const areRefs = (value: unknown): boolean =>
  isNumbered(value, ([, place, ...rest]) => Number.isInteger(place) && !rest.length);

/** The nodes by place; `null` where there is none here. */
export function findRefs(page: Page, refs: Patch["refs"] = []): (place: number) => Node | null {
  const nodes = new Map(refs.map(([number, place]) => [place, page.nodeOf(number)]));
  return place => nodes.get(place) ?? null;
}
