/** A page, what happens to it at the source, and what happened meanwhile at the target. */
export interface Workload {
  /** The page's markup, one element. */
  markup(): string;
  /** What the application or its user does at the source. */
  change(root: Element): void;
  /** What was done at the target before anything arrives there. */
  disturb(root: Element): void;
}

/** Numbers that look random and are the same in every run (Numerical Recipes' generator). */
export function numbers(seed: number): (below: number) => number {
  return below => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

export function element<E extends Element>(root: Element, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
}
