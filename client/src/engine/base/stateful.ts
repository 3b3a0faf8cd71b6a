import type { Base } from "./base";
import { isElement, isShadowRoot } from "./scope";

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
