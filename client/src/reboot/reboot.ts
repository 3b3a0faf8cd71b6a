import { bodyOf, type Migration, readMigration } from "../migration/migration";
import type { Place } from "../place/place";
import { putAway } from "../session/storage";
import { type Stash, takeStash } from "./stash";

/** Something to start again from: what arrived, what was here, and whose it is. */
type Arrived = Omit<Stash, "body" | "before"> & { body: Migration; before: Migration };

/** When applications store what they have, the last of them just before the next page starts. */
const LEAVING = ["beforeunload", "pagehide", "unload"];

/**
 * For applications that start from storage and address: writes there what arrived and loads the page again, which then lays the rest over
 * itself. `key` is where it waits meanwhile.
 */
export function reboot(key: string, place: Place, reload = () => location.reload()) {
  /** What does not fit is lost: first what `undo` goes back to, then what is laid over the page. */
  function keep({ body, before, ...sender }: Arrived): boolean {
    const stash = { ...sender, body: bodyOf({ ...body, place: undefined }), before: bodyOf(before) };
    // What brings storage or address brings a patch.
    const bare = bodyOf({ patch: { base: body.patch!.base }, state: undefined, place: undefined, keep: undefined });
    const smaller = [stash, { ...stash, before: "" }, { ...stash, body: bare, before: "" }];
    return smaller.some(one => putAway(key, one, Number.POSITIVE_INFINITY));
  }

  return {
    /** Whether the page goes to be loaded again. It does not if storage and address are as what arrived already. */
    takes(arrived: Arrived): boolean {
      const placed = arrived.body.place;
      if (!placed || !place.isSound(placed) || !keep(arrived)) return false;
      if (!place.apply(placed).changes.length) {
        takeStash(key);
        return false;
      }
      // An application that stores its state when it is left must not undo that.
      for (const type of LEAVING) addEventListener(type, () => place.apply(placed), { once: true });
      reload();
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
