import { type Base, baseSibling } from "../base/base";
import { isClosed, isKeptBack } from "../base/scope";
import type { Plan } from "./check";

/** Base nodes that stand where they are not to be, and wait for the list that takes them. */
export interface Waiting {
  /** Notes a base node, and the parent that it stands in. */
  add(number: number, parent: Node): void;
  /**
   * To be called when all lists are made real. What nobody took goes back to its first parent if that is closed, and so is in no list; or
   * it is to stand in what was left out, and goes with that. Returns how many nodes were moved.
   */
  settle(): number;
}

/** Of a form with a field of that name they are the field. */
const { insertBefore, removeChild } = Node.prototype;

export function waitingNodes(base: Base, depthOf: Plan["depthOf"]): Waiting {
  const { nodes, parents } = base;
  const waiting = new Map<number, Node>();

  function goHome(number: number, home: Node): void {
    let next = baseSibling(base, number);
    while (next >= 0 && nodes[next]!.parentNode !== home) next = baseSibling(base, next);
    insertBefore.call(home, nodes[number]!, nodes[next] ?? null);
  }

  return {
    add: (number, parent) => waiting.set(number, parent),
    settle() {
      const left = [...waiting].filter(([number, parent]) => nodes[number]!.parentNode === parent);
      // Parents before children, so that nothing is put into itself.
      for (const [number, parent] of left.sort(([a], [b]) => depthOf(a) - depthOf(b))) {
        const home = nodes[parents[number]!]!;
        if (isClosed(home) || isKeptBack(home)) goHome(number, home);
        else removeChild.call(parent, nodes[number]!);
      }
      return left.length;
    },
  };
}
