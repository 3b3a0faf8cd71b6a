/** A class whose instances travel in registered states. */
// biome-ignore lint/suspicious/noExplicitAny: any class will do
export type Constructor<T> = abstract new (...args: any[]) => T;

/** How instances of a class are written and made again; without it, by their own enumerable members. */
export interface TypeCodec<T, V = unknown> {
  /** What an instance is written as: anything that a state may hold, other instances included. */
  encode(instance: T): V;
  /** Makes an instance. The value comes from another device: what it must look like is to be checked here. */
  decode(value: V): T;
}

/** A registered class. */
export interface Type {
  class: Constructor<object>;
  /** Absent if its members say all. */
  codec: TypeCodec<object> | undefined;
}

export type Types = ReturnType<typeof types>;

/** The classes whose instances travel, by name. */
export function types() {
  const registered = new Map<string, Type>();

  return {
    registered: registered as ReadonlyMap<string, Type>,

    /** Returns how to unregister. */
    register<T extends object>(name: string, type: Constructor<T>, codec?: TypeCodec<T>): () => void {
      const isCodec = !codec || (typeof codec.encode === "function" && typeof codec.decode === "function");
      if (!name || typeof name !== "string" || typeof type !== "function" || !isCodec) {
        throw new TypeError(
          `registerType: give a name, a class and, unless members say all, { encode, decode } (${name}).`,
        );
      }
      const entry = { class: type, codec: codec as TypeCodec<object> | undefined };
      registered.set(name, entry);
      return () => {
        if (registered.get(name) === entry) registered.delete(name);
      };
    },
  };
}
