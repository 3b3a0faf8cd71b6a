import { attach, type Started } from "./attach";

/** A store as Zustand and others of that kind have it. */
export interface Store<T extends object> {
  getState(): T;
  /** Merges, as it does in these. */
  setState(state: Partial<T>): unknown;
  subscribe(changed: () => void): () => void;
}

/**
 * Lets the state of a store travel with the page under a name; its functions stay.
 *
 * @param liquid `Liquid.start(…)`, awaited or not
 * @returns how to end that
 */
export const liquidStore = <T extends object>(liquid: Started, name: string, store: Store<T>): (() => void) =>
  attach<Partial<T>>(liquid, name, {
    get() {
      const members = Object.entries(store.getState()).filter(([, value]) => typeof value !== "function");
      return Object.fromEntries(members) as Partial<T>;
    },
    set(arrived) {
      store.setState(arrived);
    },
    subscribe: changed => store.subscribe(changed),
  });
