import { onDestroy, tick } from "svelte";
import { attach, type Started } from "./attach";

/**
 * Lets a `$state` of a component travel with the page under a name, until the component is destroyed.
 *
 * @param liquid `Liquid.start(…)`, awaited or not
 * @param get gives it: `() => todos`
 * @param set takes what arrived: `arrived => (todos = arrived)`
 */
export function liquidState<T>(liquid: Started, name: string, get: () => T, set: (arrived: T) => void): void {
  const detach = attach<T>(liquid, name, {
    get,
    set(arrived) {
      set(arrived);
      return tick();
    },
  });
  onDestroy(detach);
}
