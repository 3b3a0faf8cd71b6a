import { bodyOf, type Migration, readMigration } from "../migration/migration";
import type { Place } from "../place/place";
import { putStash, type Stash, takeStash } from "./stash";

/**
 * For applications that start from storage and address: writes there what arrived and loads the page again, which then lays the rest over
 * itself. `key` is where it waits meanwhile.
 */
export function reboot(key: string, place: Place) {
  return {
    /** Whether the page goes to be loaded again. It does not if storage and address are as what arrived already. */
    takes({
      body,
      before,
      ...sender
    }: Omit<Stash, "body" | "before"> & { body: Migration; before: Migration }): boolean {
      if (!body.place || !place.isSound(body.place)) return false;
      putStash(key, { ...sender, body: bodyOf(body), before: bodyOf(before) });
      if (!place.apply(body.place).changes.length) {
        takeStash(key);
        return false;
      }
      location.reload();
      return true;
    },

    /** What arrived before the page was loaded again; storage and address are in place. */
    rebooted() {
      const stash = takeStash(key);
      if (!stash) return undefined;
      const [migration, before] = [stash.body, stash.before].map(readMigration);
      return migration && { ...stash, migration: { ...migration, place: undefined }, before };
    },
  };
}
