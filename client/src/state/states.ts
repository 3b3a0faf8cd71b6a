import type { Remark } from "../engine/patch";
import { unmadeIn } from "../values/codec";
import { accessTo, type StateAccess } from "./access";

/** Values of registered states by name, and the versions of those that have one. */
export interface StateValues {
  states: Map<string, unknown>;
  versions: Map<string, number>;
}

/** Milliseconds that a `set` may take. What is laid over the page afterwards, and `restored`, wait no longer. */
const PATIENCE = 10_000;

/** The registered states, by name. `changed` is told when one says that it changed. */
export function states(changed: () => void) {
  const registered = new Map<string, StateAccess>();
  /** Those that arrived and found no taker yet. */
  let waiting = new Map<string, () => unknown>();

  /** Hands a value to its taker. */
  function hand(access: StateAccess, value: unknown, from: number): unknown {
    const { version = 0, upgrade } = access;
    const unmade = unmadeIn(value);
    if (unmade) throw new TypeError(unmade.why);
    if (from === version) return access.set(value);
    if (from > version || !upgrade) throw new RangeError(`it has version ${from}, and this page takes ${version}`);
    return access.set(upgrade.call(access, value, from));
  }

  return {
    /** Returns how to unregister. A value that arrived before is handed out now. */
    register(name: string, state: unknown): () => void {
      const access = accessTo(name, state);
      registered.set(name, access);
      const unsubscribe = access.subscribe?.(changed);
      const late = waiting.get(name);
      waiting.delete(name);
      late?.();
      return () => {
        if (registered.get(name) === access) registered.delete(name);
        unsubscribe?.();
      };
    },

    /** All values. What can't be read goes to `failed`, and is left out. */
    read(failed: (name: string, error: unknown) => void): StateValues {
      const values: StateValues = { states: new Map(), versions: new Map() };
      for (const [name, access] of registered) {
        try {
          const value = access.get();
          if (value !== undefined) values.states.set(name, value);
          if (value !== undefined && access.version) values.versions.set(name, access.version);
        } catch (error) {
          failed(name, error);
        }
      }
      return values;
    },

    /**
     * Hands out what arrived. Remarks tell of those that found no taker; `pending` says when what shows them is
     * rendered, and `late` has what failed by then.
     */
    apply({ states, versions }: StateValues): { leftOut: Remark[]; pending: Promise<unknown>[]; late: Remark[] } {
      const leftOut: Remark[] = [];
      const pending: Promise<unknown>[] = [];
      const late: Remark[] = [];
      waiting = new Map();
      for (const [name, value] of states) {
        const access = registered.get(name);
        const from = versions.get(name) ?? 0;
        if (!access) {
          leftOut.push({ reason: "unknown_state", what: name });
          waiting.set(name, () => hand(registered.get(name)!, value, from));
          continue;
        }
        const failed = (error: unknown): Remark => ({ reason: "state_failed", what: `${name}: ${error}` });
        try {
          const rendered = hand(access, value, from);
          if (rendered instanceof Promise) pending.push(inTime(rendered).catch(error => late.push(failed(error))));
        } catch (error) {
          leftOut.push(failed(error));
        }
      }
      return { leftOut, pending, late };
    },
  };
}

/** The same, which fails where it takes too long. */
function inTime(rendered: Promise<unknown>): Promise<unknown> {
  let limit: ReturnType<typeof setTimeout>;
  const over = new Promise((_, reject) => {
    limit = setTimeout(reject, PATIENCE, new Error(`set() is not over after ${PATIENCE / 1000} s`));
  });
  return Promise.race([rendered, over]).finally(() => clearTimeout(limit));
}
