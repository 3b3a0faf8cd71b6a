import { deserializePatches, serializePatches } from "@zharktas/vdom-serialize";
import virtualize from "vdom-virtualize";
import diff from "virtual-dom/diff";
import patch from "virtual-dom/patch";
import type { Engine } from "../engine";

/** The pipeline of the paper: a virtual tree at load, the patches since then; the target goes back to its first tree before it takes them. */
export const engine: Engine = {
  open(root) {
    const first = virtualize(root);
    const session = {
      root,
      capture: () => JSON.stringify(serializePatches(diff(first, virtualize(session.root)))),
      apply(message: string) {
        session.root = patch(session.root, diff(virtualize(session.root), first));
        session.root = patch(session.root, deserializePatches(JSON.parse(message)));
      },
    };
    return session;
  },
};

// The serializer reports every node it finds; with a driver attached, that alone would be most of its time.
console.log = () => {};
