import { openIn } from "./aspects/open";
import type { Base } from "./base";
import { isElement } from "./scope";

/** What a tree does not show and its scripts may have set before it is remembered. A page goes back to this. */
export interface LiveStates {
  /** What is open, in document order. */
  readonly open: Element[];
  /** Messages of controls by `setCustomValidity`. */
  readonly validity: Map<Node, string>;
}

/** Reads them; kept small, since it is done at load. */
export function liveStates({ nodes, stateful }: Base): LiveStates {
  const live: LiveStates = { open: [...openIn(nodes[0]!)], validity: new Map() };
  for (const number of stateful) {
    const node = nodes[number]!;
    if (!isElement(node)) live.open.push(...openIn(node));
    const { validity, validationMessage } = node as HTMLInputElement;
    if (validity?.customError) live.validity.set(node, validationMessage);
  }
  return live;
}
