import { getCurrentScope, isRef, nextTick, onScopeDispose, watch } from "vue";
import { accessTo } from "../state/access";
import { attach, type Started } from "./attach";

/**
 * Lets a `ref`, or what is in a `reactive` object, list, `Map` or `Set`, travel with the page under a name, until the component is unmounted.
 *
 * @param liquid `Liquid.start(…)`, awaited or not
 * @returns what was given
 */
export function useLiquidState<T extends object>(liquid: Started, name: string, state: T): T {
  const { get, set } = isRef(state) ? accessToRef(state as { value: unknown }) : accessTo(name, state);
  const detach = attach(liquid, name, {
    get,
    set(arrived) {
      set(arrived);
      return nextTick();
    },
    subscribe: changed => watch(state, changed, { deep: true }),
  });
  if (getCurrentScope()) onScopeDispose(detach);
  return state;
}

const accessToRef = (ref: { value: unknown }) => ({
  get: () => ref.value,
  set(arrived: unknown) {
    ref.value = arrived;
  },
});
