import { attach, type Started } from "./attach";

/** A signal of `@preact/signals` or `@preact/signals-core`. */
export interface Signal<T> {
  value: T;
  peek(): T;
  subscribe(changed: (value: T) => void): () => void;
}

/**
 * Lets a signal travel with the page under a name.
 *
 * @param liquid `Liquid.start(…)`, awaited or not
 * @returns how to end that
 */
export const liquidSignal = <T>(liquid: Started, name: string, signal: Signal<T>): (() => void) =>
  attach<T>(liquid, name, {
    get: () => signal.peek(),
    set(arrived) {
      signal.value = arrived;
    },
    subscribe: changed => signal.subscribe(changed),
  });
