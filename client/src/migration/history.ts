import { count, listOf, record, text } from "../messages/shape";
import { putAway, takeOut } from "../session/storage";
import { bodyOf, type Migration, readMigration } from "./migration";

/** How the page was before something arrived. */
export interface KeptState {
  /** When something else took its place, ISO 8601. */
  at: string;
  /** Id of the instance that sent what took its place; `null` if that was an undo. */
  from: string | null;
}

interface Kept {
  about: KeptState;
  migration: Migration;
}

/** So many states are kept. */
const MOST = 5;

/** What of them fits into `sessionStorage`, in characters of each and of all: applications keep things there too. */
const LARGEST = 1_000_000;

const shape = listOf(record({ at: text, body: text, number: count }));

/**
 * The last states of the page before something took their place, the newest first. They outlive a reload where they fit.
 *
 * @param key where they stand in `sessionStorage` between two pages
 * @param base the page's fingerprint: states of a page with another one can't be brought back to it
 */
export function history(key: string, base: () => string) {
  let kept = read();

  function read(): Kept[] {
    const stored = takeOut(key);
    if (!shape(stored)) return [];
    return (stored as { at: string; from?: string; body: string }[]).flatMap(({ at, from = null, body }) => {
      const migration = readMigration(body);
      return migration?.patch?.base === base() ? [{ about: { at, from }, migration }] : [];
    });
  }

  return {
    keep(from: string | null, migration: Migration): void {
      kept = [{ about: { at: new Date().toISOString(), from }, migration }, ...kept].slice(0, MOST);
    },

    /** What is kept in a place, without looking further. */
    at: (index: number): Migration | undefined => kept[index]?.migration,

    drop(index: number): void {
      kept.splice(index, 1);
    },

    list: (): KeptState[] => kept.map(({ about }) => ({ ...about })),

    /** The page goes; the newest states that fit are there for the next one. */
    putAway(): void {
      const states = kept.map(({ about: { at, from }, migration }, number) => {
        return { at, ...(from !== null && { from }), body: bodyOf(migration), number };
      });
      while (states.length && !putAway(key, states, LARGEST)) states.pop();
    },

    /** The page is shown again as it was left. */
    takeBack: () => void takeOut(key),
  };
}
