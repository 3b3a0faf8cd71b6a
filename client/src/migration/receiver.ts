import { type Engine, type Patch, PatchError, type Remark } from "../engine";
import { ATTRIBUTE, type Handlers } from "../handlers/handlers";
import { parse } from "../messages/frame";
import type { States } from "../state/states";
import { type Migration, readMigration } from "./migration";
import type { Outcome } from "./receipt";

/** What the page was like before something arrived. */
interface Snapshot {
  patch: Patch;
  state: Record<string, unknown>;
}

/** Brings the page to what arrives, and back. */
export class Receiver {
  readonly #root: Node;
  readonly #engine: Engine;
  readonly #handlers: Handlers;
  readonly #states: States;
  #before: Snapshot | undefined;
  /** The mirroring instance that sent the last one, as long as nothing changed here since. */
  #mirrored: string | undefined;
  #unwatch: () => void;

  constructor(root: Node, engine: Engine, handlers: Handlers, states: States) {
    this.#root = root;
    this.#engine = engine;
    this.#handlers = handlers;
    this.#states = states;
    this.#unwatch = engine.watch(() => {
      this.#mirrored = undefined;
    });
  }

  /** Applies the body of a migration from instance `from`. Never throws: what goes wrong is in the outcome. */
  receive(from: string, body: string): Outcome {
    const migration = readMigration(body);
    if (!migration) return refused("bad_patch", "The migration is not of the form that PROTOCOL.md describes.");
    const before = this.#snapshot();
    try {
      const outcome = this.#apply(migration);
      // A mirror sends at every change. Undo goes back to what was here before all of them.
      if (!migration.keep || this.#mirrored !== from) this.#before = before;
      this.#mirrored = migration.keep && from;
      return outcome;
    } catch (error) {
      if (error instanceof PatchError) return refused(error.code, error.message);
      this.#before = before;
      return refused("failed", `Applying it failed half-way (${error}). Undo brings the former page back.`);
    }
  }

  /** Goes back to before the last one that arrived; once more goes forward again. */
  undo(): Outcome | undefined {
    if (!this.#before) return undefined;
    const now = this.#snapshot();
    const outcome = this.#apply({ ...this.#before, keep: undefined });
    this.#before = now;
    this.#mirrored = undefined;
    return outcome;
  }

  stop(): void {
    this.#unwatch();
  }

  #apply({ patch, state, keep = [] }: Migration): Outcome {
    const renamed = new MutationObserver(() => {});
    renamed.observe(this.#root, { subtree: true, attributeFilter: [ATTRIBUTE] });
    const { applied, leftOut, created } = this.#engine.apply(patch, { keep });
    const changed = renamed.takeRecords().map(({ target }) => target as Element);
    renamed.disconnect();
    const unknown = this.#handlers.discover(new Set([...created, ...changed]));
    // The states come after the tree, so that `set` meets the elements it belongs to.
    return { status: "applied", applied, leftOut: [...leftOut, ...unknown, ...this.#states.apply(state)] };
  }

  #snapshot(): Snapshot {
    // A state that can't be read can't be brought back, which is no reason to refuse what arrives.
    const state = this.#states.capture(() => {});
    return { patch: this.#engine.capture(), state: parse(state ?? "{}") as Snapshot["state"] };
  }
}

function refused(reason: string, message: string, leftOut: Remark[] = []): Outcome {
  return { status: "refused", applied: 0, leftOut, reason, message };
}
