import type { Base } from "./base";
import { localNameOf } from "./native";
import { isElement, isShadowRoot } from "./scope";

/** Elements with state of their own, which neither attributes nor children show, by local name. */
export const STATES = new Set([
  "input",
  "textarea",
  "select",
  "dialog",
  "style",
  "link",
  "canvas",
  "video",
  "audio",
  "iframe",
]);

/** Whether a node has state of its own: by its name, or a shadow root. */
export const isStateful = (node: Node): boolean =>
  isElement(node) ? STATES.has(localNameOf(node)) : isShadowRoot(node);

/** Elements that have it by their name. */
export const STATEFUL = [...STATES].join();

/** What was found in each base, by names: nearly every aspect looks at each patch, and most find nothing of theirs. */
const found = new WeakMap<Base, Map<string, Element[]>>();

/** A base's elements of some local names among those with state of their own, in document order. */
export function statefulOf(base: Base, names: readonly string[]): Element[] {
  const byNames = found.get(base) ?? new Map<string, Element[]>();
  found.set(base, byNames);
  const key = names.join();
  let elements = byNames.get(key);
  if (!elements) {
    elements = nodesOf(base)
      .filter(isElement)
      .filter(({ localName }) => names.includes(localName));
    byNames.set(key, elements);
  }
  return elements;
}

/** A base's open shadow roots. */
export const shadowRootsOf = (base: Base): ShadowRoot[] =>
  base.fragments.map(number => base.nodes[number]!).filter(isShadowRoot);

const nodesOf = ({ nodes, stateful }: Base): Node[] => stateful.map(number => nodes[number]!);
