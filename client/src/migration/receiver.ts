import type { PatchError, Report } from "../engine";
import { nextTask } from "../engine/apply/alive";
import { ATTRIBUTE } from "../handlers/handlers";
import { capture, type Parts } from "./capture";
import { changes as changesOf } from "./changes";
import type { history as historyOf } from "./history";
import { type Migration, readMigration } from "./migration";
import type { Outcome } from "./receipt";

/** What became of something that arrived. */
export interface Arrival {
  outcome: Outcome;
  /** Resolves when the frameworks of the page show it, and what they don't hold is laid over; absent if that is so already. */
  laid?: Promise<void> | undefined;
}

/** How long (ms) a receipt waits for late remarks. */
const PATIENCE = 3000;

/** Brings the page to what arrives, and back. */
export function receiver(root: Node, page: Parts, history: ReturnType<typeof historyOf>) {
  const { engine, application, place } = page;
  /** What a mirror sent last, and whose it is. */
  let mirrored: { from: string; migration: Migration } | undefined;
  let touched = false;
  /** Resolves when the remarks that come late (a picture that is decoded, a player that may not play) are in the last outcome. */
  let settled: Promise<unknown> = Promise.resolve();
  const unwatch = engine.watch(() => {
    touched = true;
  });

  /** Hands out states alone. */
  function hand(state: unknown): Arrival {
    const { given, pending, late, leftOut } = application.hand(state);
    const outcome: Outcome = { status: "applied", applied: given, leftOut };
    const laid = pending.length ? Promise.all(pending).then(() => void leftOut.push(...late)) : undefined;
    settled = laid ?? Promise.resolve();
    return { outcome, laid };
  }

  function apply({ patch, state, place: placed, keep = [] }: Migration): Arrival {
    if (!patch) return hand(state);
    // Told before the tree arrives, so that code that runs on it finds what it was written for.
    const moved = placed && place.apply(placed);
    for (const event of moved?.changes ?? []) dispatchEvent(event);
    const renamed = new MutationObserver(() => {});
    renamed.observe(root, { subtree: true, attributeFilter: [ATTRIBUTE] });
    const report = engine.apply(patch, { keep });
    const created = () => report.created(application.selector());
    const atOnce = new Set(created());
    const changed = renamed.takeRecords().map(({ target }) => target as Element);
    renamed.disconnect();
    // The states come after the tree, so that `set` meets the elements it belongs to.
    const handed = application.apply(state, new Set([...atOnce, ...changed]), report.refs);
    report.leftOut.push(...(moved?.leftOut ?? []), ...handed.leftOut);
    const outcome: Outcome = { status: "applied", applied: report.applied, leftOut: report.leftOut };
    const laid = lay(report, handed.pending)?.then(() => void report.leftOut.push(...handed.late));
    settled = Promise.all([report.settled, laid]).then(() => {
      report.leftOut.push(...application.bind(created().filter(element => !atOnce.has(element))));
      outcome.applied = report.applied;
    });
    return { outcome, laid };
  }

  /** The page as it is now. A state that can't be read can't be brought back, which is no reason to refuse what arrives. */
  const now = () => capture(page).migration();
  /** The same, to go back to. */
  const exactly = () => capture(page, undefined, true).migration();
  const changes = changesOf(root, now);

  return {
    /** In how many places the page was changed here since it was loaded, or since something last arrived. */
    changes: changes.count,

    /** The body of a migration of this page that has arrived. */
    gone(body: string): void {
      changes.gone(readMigration(body)!);
    },

    /** The page as it is now. */
    now,

    /** Applies a migration from an instance. Never throws: what goes wrong is in the outcome. */
    receive(from: string, migration: Migration | undefined): Arrival {
      const { state, place: placed } = migration ?? {};
      const problem = application.excess(state);
      if (problem) return { outcome: refused("bad_state", `Its state can't be taken: ${problem}.`) };
      if (!migration || (placed && !place.isSound(placed))) {
        return { outcome: refused("bad_patch", "The migration is not of the form that PROTOCOL.md describes.") };
      }
      // A mirror sends at every change. Undo goes back to before all of them, or to what was done here since.
      const goesOn = migration.keep && mirrored?.from === from;
      const isKept = !goesOn || (touched && !sameContent(now(), mirrored!.migration));
      const former = exactly();
      try {
        const arrival = apply(migration);
        if (!migration.patch) {
          // The page stays as it is, and so does what was done on it.
          history.keep(from, former);
          return arrival;
        }
        if (isKept) history.keep(from, former);
        mirrored = migration.keep && { from, migration };
        touched = false;
        // Numbers of another base say nothing here.
        changes.arrived(migration.patch.base === engine.fingerprint ? migration : now());
        return arrival;
      } catch (error) {
        const { name, code, message } = error as PatchError;
        if (name === "PatchError") return { outcome: refused(code, message) };
        history.keep(from, former);
        return {
          outcome: refused("failed", `Applying it failed half-way (${error}). Undo brings the former page back.`),
        };
      }
    },

    /** Another page in this tab was what `undo` goes back to. */
    goBackTo(from: string | null, migration: Migration): void {
      history.drop(0);
      history.keep(from, migration);
      if (from === null) changes.restored();
    },

    /** Goes back to a state that is kept; what was here is kept in its place, so once more goes forward again. */
    undo(index: number): Arrival | undefined {
      const before = history.at(index);
      if (!before) return undefined;
      const former = exactly();
      const arrival = apply(before);
      history.drop(index);
      history.keep(null, former);
      changes.restored();
      mirrored = undefined;
      return arrival;
    },

    /** Waits for the late remarks of the last outcome, but no longer than a receipt may take. */
    settled: () => Promise.race([settled, new Promise(resolve => setTimeout(resolve, PATIENCE))]),

    stop(): void {
      unwatch();
      changes.stop();
    },
  };
}

/** Frameworks render in microtasks, or in a task that they ask for at once. When what shows the states is rendered, lays over it what frameworks don't hold. */
function lay({ overlay }: Report, pending: Promise<unknown>[]): Promise<void> | undefined {
  if (!overlay && !pending.length) return undefined;
  return Promise.all(pending)
    .then(nextTask)
    .then(() => overlay?.());
}

/** Scrolling and focus that a migration brings are told as late as a person's own, so they prove nothing. */
const sameContent = (one: Migration, other: Migration): boolean => contentOf(one) === contentOf(other);
const contentOf = ({ patch, state }: Migration): string =>
  JSON.stringify([patch?.nodes, patch?.form, patch?.ownedForm, state]);

const refused = (reason: string, message: string): Outcome => ({
  status: "refused",
  applied: 0,
  leftOut: [],
  reason,
  message,
});

/** The page that receives does not want it. */
export const DECLINED = refused("declined", "The page, or the person before it, declined it.");
