import type { Remark } from "../engine/patch";
import { isRecord } from "../messages/shape";
import type { PlaceOptions } from "../options";
import { type Address, address, isAddress } from "./address";
import { isStored, type Stored, storage } from "./storage";

/** What travels of storage and address. */
export type PlaceValue = Stored & Address;

export type Place = ReturnType<typeof place>;

/** Storage and address of the page, as far as its author listed them. */
export function place(options: PlaceOptions) {
  const keys = Array.isArray(options.storage) ? { local: options.storage, session: options.storage } : options.storage;
  const stored = storage(keys ?? {});
  const addressed = address(options.address ?? []);

  return {
    /** JSON text; `undefined` if nothing is listed. */
    capture(): string | undefined {
      const members = Object.entries({
        ...Object.fromEntries(Object.entries(stored.read()).map(([kind, values]) => [kind, JSON.stringify(values)])),
        ...addressed.read(),
      }).map(([name, text]) => `"${name}":${text}`);
      return members.length ? `{${members}}` : undefined;
    },

    /** Whether what arrived has the form of it. */
    isSound: (value: unknown): boolean => isRecord(value) && isStored(value) && isAddress(value),

    /** Takes over what is listed here. `changes` are the events that a page hears of it, in order; none, if all was so already. */
    apply(value: PlaceValue): { leftOut: Remark[]; changes: Event[] } {
      const changes: Event[] = [];
      const leftOut = [...stored.apply(value, changes), ...addressed.apply(value, changes)];
      return { leftOut, changes };
    },
  };
}
