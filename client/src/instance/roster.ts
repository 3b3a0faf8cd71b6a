import type { Presence, WireInstance } from "../messages/envelope";

/** An instance of the space, as a page shows it. */
export interface Instance extends WireInstance {
  /** Whether it is this page itself. */
  self: boolean;
}

/** The instances of the space, in the order in which the relay told of them. */
export class Roster {
  readonly #instances = new Map<string, WireInstance>();

  /** Starts anew with what the relay lists. */
  reset(instances: WireInstance[]): void {
    this.#instances.clear();
    for (const instance of instances) this.set(instance);
  }

  set(instance: WireInstance): void {
    this.#instances.set(instance.id, instance);
  }

  get(id: string): WireInstance | undefined {
    return this.#instances.get(id);
  }

  change({ change, instance }: Presence): void {
    if (change === "forgotten") this.#instances.delete(instance.id);
    else this.set({ ...instance, online: change === "left" ? false : instance.online });
  }

  /** Copies of all, their names made distinct: the second "Chromium on Linux" is called "Chromium on Linux 2". */
  list(self: string): Instance[] {
    const names = new Set<string>();
    return [...this.#instances.values()].map(instance => {
      let name = instance.name;
      for (let n = 2; names.has(name); n++) name = `${instance.name} ${n}`;
      names.add(name);
      return { id: instance.id, name, page: instance.page, online: instance.online, self: instance.id === self };
    });
  }
}
