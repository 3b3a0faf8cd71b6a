import { count, listOf, optional, record, text } from "../messages/shape";
import type { Committed, Outgoing } from "../session/outbox";
import { putAway, takeOut } from "../session/storage";
import type { Receipt } from "./receipt";

/** A migration of this page that has not arrived yet. */
export interface Waiting {
  /** The target's id, or `*` for all others. */
  to: string;
  /** When it was sent, ISO 8601. */
  at: string;
  /** Of its body, in characters. */
  size: number;
  /** Where it waits: in this page, until the relay is back, or at the relay, until its target is. */
  place: "page" | "relay";
}

interface Entry extends Omit<Waiting, "place"> {
  /** The sender's number, once the relay has it. */
  id?: number;
  /** How many have still to answer; unknown where the relay does not say. */
  left?: number | undefined;
}

const LARGEST = 10_000;
const shape = listOf(record({ to: text, at: text, size: count, id: count, left: optional(count) }));

/**
 * What was sent and has not arrived: one for each target, since a newer state takes the place of the older one.
 *
 * @param key where it stands in `sessionStorage` between two pages
 * @param changed is told when the list is another
 */
export function waiting(key: string, changed: () => void) {
  const stored = takeOut(key);
  const entries = new Map<string, Entry>();
  for (const entry of shape(stored) ? (stored as Entry[]) : []) entries.set(entry.to, entry);

  function remove(entry: Entry): void {
    if (entries.get(entry.to) === entry && entries.delete(entry.to)) changed();
  }

  return {
    /** Follows a migration on its way. */
    add(outgoing: Outgoing): void {
      const { to } = outgoing.letter;
      const entry: Entry = { to, at: new Date().toISOString(), size: outgoing.body.length };
      entries.set(to, entry);
      changed();
      const committed = ({ targets }: Committed) => {
        entry.id = outgoing.id!;
        entry.left = targets;
        if (targets === 0) remove(entry);
        else changed();
      };
      outgoing.sent.then(committed, () => remove(entry));
    },

    /** A target has answered this one, or a newer one. */
    receipt({ from, id }: Receipt): void {
      for (const to of [from, "*"]) {
        const entry = entries.get(to);
        if (entry?.id === undefined || id < entry.id) continue;
        if (to === "*" && id !== entry.id) continue;
        if (entry.left !== undefined) entry.left--;
        if (to === from || entry.left === 0) remove(entry);
      }
    },

    /** A target is no more, or nothing is to arrive there any more. */
    drop(to: string): void {
      const entry = entries.get(to);
      if (entry) remove(entry);
    },

    /** These are the targets that there are: the page may be in another space now. */
    only(instances: { id: string }[]): void {
      const known = new Set(["*", ...instances.map(({ id }) => id)]);
      for (const entry of [...entries.values()]) if (!known.has(entry.to)) remove(entry);
    },

    list: (): Waiting[] =>
      Array.from(entries.values(), ({ to, at, size, id }) => ({
        to,
        at,
        size,
        place: id === undefined ? ("page" as const) : ("relay" as const),
      })),

    putAway: () =>
      void putAway(
        key,
        [...entries.values()].filter(({ id }) => id !== undefined),
        LARGEST,
      ),
    takeBack: () => void takeOut(key),
  };
}
