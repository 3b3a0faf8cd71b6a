import { getCurrentScope, isRef, nextTick, onScopeDispose, watch } from "vue";
import { attach, type Started } from "./attach";

/**
 * Lets a `ref`, or the members of a `reactive` object, travel with the page under a name, until the component is unmounted.
 *
 * @param liquid `Liquid.start(…)`, awaited or not
 * @returns what was given
 */
export function useLiquidState<T extends object>(liquid: Started, name: string, state: T): T {
  const ref = state as { value?: unknown };
  const members = state as Record<string, unknown>;
  const detach = attach<unknown>(liquid, name, {
    get: () => (isRef(state) ? ref.value : state),
    set(arrived) {
      if (isRef(state)) ref.value = arrived;
      else {
        const given = arrived as Record<string, unknown>;
        for (const key of Object.keys(members)) if (!Object.hasOwn(given, key)) delete members[key];
        Object.assign(members, given);
      }
      return nextTick();
    },
    subscribe: changed => watch(state, changed, { deep: true }),
  });
  if (getCurrentScope()) onScopeDispose(detach);
  return state;
}
