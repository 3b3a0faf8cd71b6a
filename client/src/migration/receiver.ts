import type { Engine, Patch, PatchError } from "../engine";
import { ATTRIBUTE, type Handlers } from "../handlers/handlers";
import { parse } from "../messages/frame";
import type { States } from "../state/states";
import type { Migration } from "./migration";
import type { Outcome } from "./receipt";

/** What the page was like before something arrived. */
interface Snapshot {
  patch: Patch;
  state: Record<string, unknown>;
  keep: undefined;
}

/** How long (ms) a receipt waits for late remarks. */
const PATIENCE = 2000;

/** Brings the page to what arrives, and back. */
export function receiver(root: Node, engine: Engine, handlers: Handlers, states: States) {
  let before: Snapshot | undefined;
  /** What a mirror sent last, and whose it is. */
  let mirrored: { from: string; patch: Patch } | undefined;
  let touched = false;
  /** Resolves when the remarks that come late (a picture that is decoded, a player that may not play) are in the last outcome. */
  let settled = Promise.resolve();
  const unwatch = engine.watch(() => {
    touched = true;
  });

  function snapshot(): Snapshot {
    // A state that can't be read can't be brought back, which is no reason to refuse what arrives.
    const state = parse(states.capture(() => {}) ?? "{}") as Snapshot["state"];
    return { patch: engine.capture(), state, keep: undefined };
  }

  function apply({ patch, state, keep = [] }: Migration): Outcome {
    const renamed = new MutationObserver(() => {});
    renamed.observe(root, { subtree: true, attributeFilter: [ATTRIBUTE] });
    const report = engine.apply(patch, { keep });
    const created = report.created.slice();
    const changed = renamed.takeRecords().map(({ target }) => target as Element);
    renamed.disconnect();
    const unknown = handlers.discover(new Set([...created, ...changed]));
    // The states come after the tree, so that `set` meets the elements it belongs to.
    report.leftOut.push(...unknown, ...states.apply(state));
    const outcome: Outcome = { status: "applied", applied: report.applied, leftOut: report.leftOut };
    settled = report.settled.then(() => {
      const late = handlers.discover(new Set(report.created.slice(created.length)));
      report.leftOut.push(...late);
      outcome.applied = report.applied;
    });
    return outcome;
  }

  return {
    /** Applies a migration from instance `from`; `undefined` is one that could not be read. What goes wrong is in the outcome. */
    receive(from: string, migration: Migration | undefined): Outcome {
      if (!migration) return refused("bad_patch", "The migration is not of the form that PROTOCOL.md describes.");
      const now = snapshot();
      try {
        const outcome = apply(migration);
        // A mirror sends at every change. Undo goes back to before all of them, or to what was done here since.
        const goesOn = migration.keep && mirrored?.from === from;
        if (!goesOn || (touched && !sameContent(now.patch, mirrored!.patch))) before = now;
        mirrored = migration.keep && { from, patch: migration.patch };
        touched = false;
        return outcome;
      } catch (error) {
        const { name, code, message } = error as PatchError;
        if (name === "PatchError") return refused(code, message);
        before = now;
        return refused("failed", `Applying it failed half-way (${error}). Undo brings the former page back.`);
      }
    },

    /** Goes back to before the last one that arrived; once more goes forward again. */
    undo(): Outcome | undefined {
      if (!before) return undefined;
      const now = snapshot();
      const outcome = apply(before);
      before = now;
      mirrored = undefined;
      return outcome;
    },

    /** Waits for the late remarks of the last outcome, but no longer than a receipt may take. */
    settled: () => Promise.race([settled, new Promise<void>(resolve => setTimeout(resolve, PATIENCE))]),

    stop: unwatch,
  };
}

/** Scrolling and focus that a migration brings are told as late as a person's own, so they prove nothing. */
const sameContent = (one: Patch, other: Patch): boolean =>
  JSON.stringify([one.nodes, one.form]) === JSON.stringify([other.nodes, other.form]);

const refused = (reason: string, message: string): Outcome => ({
  status: "refused",
  applied: 0,
  leftOut: [],
  reason,
  message,
});
