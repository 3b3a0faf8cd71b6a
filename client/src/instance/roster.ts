import type { Presence, WireInstance } from "../messages/envelope";

/** An instance of the space, as a page shows it. */
export interface Instance extends WireInstance {
  /** Whether it is this page itself. */
  self: boolean;
}

/** The instances of the space, in the order in which the relay told of them. */
export function roster() {
  let known = new Map<string, WireInstance>();

  return {
    /** Starts anew with what the relay lists. */
    reset(instances: WireInstance[]): void {
      known = new Map(instances.map(instance => [instance.id, instance]));
    },

    change({ change, instance }: Presence): void {
      if (change === "forgotten") known.delete(instance.id);
      else known.set(instance.id, { ...instance, online: change !== "left" && instance.online });
    },

    rename(id: string, name: string): void {
      const instance = known.get(id);
      if (instance) known.set(id, { ...instance, name });
    },

    /** Copies of all, their names made distinct: the second "Chromium on Linux" is called "Chromium on Linux 2". */
    list(self: string): Instance[] {
      const names = new Set<string>();
      return Array.from(known.values(), ({ name: given, ...instance }) => {
        let name = given;
        for (let n = 2; names.has(name); n++) name = `${given} ${n}`;
        names.add(name);
        return { ...instance, name, self: instance.id === self };
      });
    },
  };
}
