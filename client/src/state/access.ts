/** A variable of the application that travels with the page. */
export interface StateAccess<T = unknown> {
  /** Its value now; `undefined` leaves it out. */
  get(): T;
  /**
   * Takes a value that arrived. It comes from another device: what it must look like is to be checked here. A promise says when what
   * shows it is rendered; `restored` waits for it, for up to 10 s.
   */
  set(value: T): unknown;
  /** The version of its form, 0 unless told. */
  version?: number;
  /** Makes a value of this version from one of an older version. */
  upgrade?(value: unknown, version: number): T;
  /** Calls back when it changes, for a mirror: changes that the page doesn't show go unseen otherwise. Returns how to stop. */
  subscribe?(changed: () => void): () => void;
}

/** How a state is reached: by functions, or an object whose members are written back in place. */
export function accessTo(name: unknown, state: unknown): StateAccess {
  const isObject = typeof state === "object" && state !== null;
  if (name && typeof name === "string" && isObject) {
    const { get, set } = state as StateAccess;
    if (state instanceof Map || state instanceof Set || Array.isArray(state)) return contents(state);
    if (typeof get === "function" && typeof set === "function") return state as StateAccess;
    if (get === undefined && set === undefined) return members(state as Record<string, unknown>);
  }
  throw new TypeError(
    `registerState: give a name and { get: () => value, set: value => { … } }, or an object whose members travel (${name}).`,
  );
}

/** A list or collection: its contents are replaced. */
function contents(state: unknown[] | Map<unknown, unknown> | Set<unknown>): StateAccess {
  return {
    get: () => state,
    set(value) {
      if (Object.prototype.toString.call(value) !== Object.prototype.toString.call(state)) throw new TypeError(MISFIT);
      if (Array.isArray(state)) {
        state.length = 0;
        for (const one of value as unknown[]) state.push(one);
        return;
      }
      state.clear();
      if (state instanceof Map) for (const [key, one] of value as typeof state) state.set(key, one);
      else for (const one of value as Set<unknown>) state.add(one);
    },
  };
}

/** An object: its own members are written back, but for functions and what is computed; those that did not arrive go. */
function members(state: Record<string, unknown>): StateAccess {
  const names = (of: object) =>
    Object.entries(Object.getOwnPropertyDescriptors(of)).flatMap(([name, { enumerable, get, set, value }]) =>
      enumerable && typeof value !== "function" && (!get || set) ? [name] : [],
    );
  return {
    get: () => Object.fromEntries(names(state).map(name => [name, state[name]])),
    set(value) {
      if (Object.prototype.toString.call(value) !== "[object Object]") throw new TypeError(MISFIT);
      const arrived = value as typeof state;
      for (const name of names(state)) if (!Object.hasOwn(arrived, name)) delete state[name];
      for (const [name, one] of Object.entries(arrived)) {
        if (!(Object.hasOwn(state, name) && typeof state[name] === "function")) state[name] = one;
      }
    },
  };
}

const MISFIT = "what arrived is of another kind";
