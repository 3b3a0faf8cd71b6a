import { DiffDOM, nodeToObj } from "diff-dom";
import type { Engine } from "../engine";

/** The differences to the tree at load, which the target goes back to first: a diff applies to the tree that it was made for. */
export const engine: Engine = {
  open(root) {
    const dom = new DiffDOM();
    const first = nodeToObj(root);
    return {
      root,
      capture: () => JSON.stringify(dom.diff(first, root)),
      apply(message) {
        dom.apply(root, dom.diff(root, first));
        dom.apply(root, JSON.parse(message));
      },
    };
  },
};
