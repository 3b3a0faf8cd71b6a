import type { Base } from "../base/base";
import type { Fresh } from "../base/fresh";
import { isClosed, isElement, isKeptBack, isShadowRoot } from "../base/scope";
import { shadowRootsOf, statefulOf } from "../base/stateful";
import type { Tracker } from "../base/tracker";
import type { Overlay } from "../owned/overlay";
import type { Remark } from "../patch";
import type { Page } from "./aspect";

/** What is known of a page beside its base while a patch is made or applied. */
export interface Known {
  /** The new nodes and their numbers. */
  fresh: Fresh;
  /** New nodes that have a base node's number. */
  standIns?: ReadonlyMap<Node, number>;
  /** New nodes with state of their own. */
  stateful: Node[];
  changed?: () => void;
  leaveOut: (remark: Remark) => void;
  /** Where work is put that goes on afterwards. */
  pending?: Promise<unknown>[];
  /** Where work is put for when frameworks have rendered. */
  layers?: Overlay[];
}

/** The document as aspects see it. */
export function pageOf(base: Base, tracker: Tracker, known: Known): Page {
  const { fresh, standIns, stateful, changed = () => {}, leaveOut, pending = [], layers = [] } = known;
  const root = base.nodes[0]!;
  const page: Page = {
    root,
    document: root.ownerDocument ?? (root as Document),
    numberOf: node =>
      isKeptBack(node) ? undefined : (base.numbers.get(node) ?? standIns?.get(node) ?? fresh.numberOf(node)),
    nodeOf(number) {
      const node = base.nodes[number] ?? fresh.nodeOf(number);
      return node && tracker.holds(node) && !isKeptBack(node) ? node : undefined;
    },
    *stateful(...names) {
      for (const element of statefulOf(base, names)) if (tracker.holds(element)) yield element;
      for (const node of stateful) if (isElement(node) && names.includes(node.localName)) yield node;
    },
    *numbered<E extends Element>(...names: string[]) {
      for (const element of page.stateful(...names)) {
        const number = page.numberOf(element);
        if (number !== undefined && !isClosed(element)) yield [element as E, number] as [E, number];
      }
    },
    *shadowRoots() {
      for (const root of shadowRootsOf(base)) if (tracker.holds(root)) yield root;
      for (const node of stateful) if (isShadowRoot(node)) yield node;
    },
    changed,
    leaveOut: (reason, node, what) => leaveOut({ reason, node, what } as Remark),
    afterRendering: layer => layers.push(layer),
    later: work => pending.push(work),
  };
  return page;
}
