import type { Engine } from "../engine/engine";
import type { Patch, Remark, Section } from "../engine/patch";
import { parse } from "../messages/frame";
import type { Place } from "../place/place";
import type { Application } from "../state/application";
import { type Migration, writeMigration } from "./migration";

/** What of a page travels. */
export interface Parts {
  engine: Engine;
  application: Application;
  place: Place;
}

/** The page as it was at one moment. */
export interface CapturedPage {
  patch: Patch;
  /** What could not be captured. */
  leftOut: Remark[];
  /** Another one if there is something to tell of; to be asked for at the same moment. */
  readonly content: string;
  /**
   * The body of a migration.
   *
   * @param keep sections in which the target keeps what it has
   * @param moved the sender goes on there
   */
  body(keep?: Section[], moved?: boolean): string;
  /** The same as it will be read. */
  migration(): Migration;
}

/** Reads the page as it is now. A state that can't be read goes to `failed` and is left out. `exact`: to come back here. */
export function capture(
  { engine, application, place }: Parts,
  failed: (name: string, why: string) => void = () => {},
  exact = false,
): CapturedPage {
  const leftOut: Remark[] = [];
  const refs: Node[] = [];
  const state = application.capture(refs, failed);
  const patch = engine.capture({ exact, leftOut, refs });
  const placed = place.capture();
  return {
    patch,
    leftOut,
    get content() {
      // What changes by itself, as the time that is left of timers, is no change to tell of.
      return writeMigration({ patch, state: application.capture([], failed, true), place: placed });
    },
    body: (keep, moved) => writeMigration({ patch, state, place: placed }, keep, moved),
    migration: () => ({
      patch,
      state: state && parse(state),
      place: placed ? (parse(placed) as Migration["place"]) : undefined,
      keep: undefined,
    }),
  };
}
