import type { Liquid, StateAccess } from "../index";

/** An instance, or the promise of one: `Liquid.start(…)` as it stands. */
export type Started = Pick<Liquid, "registerState"> | Promise<Pick<Liquid, "registerState">>;

/** Registers a state as soon as Liquid has started. Returns how to unregister. */
export function attach<T>(liquid: Started, name: string, access: StateAccess<T>): () => void {
  let unregister: (() => void) | undefined;
  let isOver = false;
  const register = (started: Pick<Liquid, "registerState">) => {
    if (!isOver) unregister = started.registerState(name, access);
  };
  if (liquid instanceof Promise) {
    // Whoever started Liquid is told why it did not.
    void liquid.then(register, () => {});
  } else register(liquid);
  return () => {
    isOver = true;
    unregister?.();
  };
}
