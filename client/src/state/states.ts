import type { Remark } from "../engine/patch";
import { LiquidError } from "../error";

/** A variable of the application that travels with the page. */
export interface StateAccess<T = unknown> {
  /** Its value now, as JSON can hold it (objects, arrays, strings, numbers, booleans, null); `undefined` leaves it out. */
  get(): T;
  /** Takes a value that arrived. It comes from another device: what it must look like is to be checked here. */
  set(value: T): void;
}

export type States = ReturnType<typeof states>;

/** The registered states, by name. */
export function states() {
  const registered = new Map<string, StateAccess>();

  return {
    /** Returns how to unregister. */
    register(name: string, access: StateAccess): () => void {
      if (!name || typeof name !== "string" || !access?.get || !access.set) {
        throw new TypeError(`registerState: give a name and { get: () => value, set: value => { … } } (${name}).`);
      }
      registered.set(name, access);
      return () => {
        if (registered.get(name) === access) registered.delete(name);
      };
    },

    /** JSON text of all values by name, `undefined` if there are none. A state that can't be read goes to `failed`. */
    capture(failed: (error: LiquidError) => void): string | undefined {
      const members: string[] = [];
      for (const [name, access] of registered) {
        try {
          const value = JSON.stringify(access.get());
          if (value !== undefined) members.push(`${JSON.stringify(name)}:${value}`);
        } catch (error) {
          failed(
            new LiquidError("bad_state", `State "${name}" can't be read (${error}). Let get() give a JSON value.`),
          );
        }
      }
      return members.length ? `{${members}}` : undefined;
    },

    /** Hands out the values that arrived; remarks tell of those that found no taker. */
    apply(values: Record<string, unknown>): Remark[] {
      const leftOut: Remark[] = [];
      for (const [name, value] of Object.entries(values)) {
        try {
          const access = registered.get(name);
          if (access) access.set(value);
          else leftOut.push({ reason: "unknown_state", what: name });
        } catch (error) {
          leftOut.push({ reason: "state_failed", what: `${name}: ${error}` });
        }
      }
      return leftOut;
    },
  };
}
