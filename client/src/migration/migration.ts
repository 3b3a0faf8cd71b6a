import type { Patch, Section } from "../engine/patch";
import { parse } from "../messages/frame";
import { isRecord } from "../messages/shape";
import type { PlaceValue } from "../place/place";
import { encode } from "../values/codec";

/** A migration that was read. The patch is checked by the engine, the states by those who take them. */
export interface Migration {
  /** Absent in what brings states alone: the page itself stays as it is. */
  patch: Patch | undefined;
  /** The application's state, written flat. */
  state: unknown;
  /** Storage and address. */
  place: PlaceValue | undefined;
  /** Sections in which the target keeps what it has; present in what a mirror sends. */
  keep: Section[] | undefined;
  /** The sender goes on there, and may ask for it back. */
  moved?: boolean | undefined;
}

/** The body of a note: its sender mirrors no longer. */
export const ENDED = '{"ended":true}';

/** What takes the place of a migration that still waits: nothing is to be applied. */
export const WITHDRAWN = '{"withdrawn":true}';

/** The same, and what was moved there is to be sent back. */
export const TAKEN_BACK = '{"back":true}';

/** The body of a migration. State and place are JSON text. */
export function writeMigration(
  { patch, state, place }: { patch: Patch; state: string | undefined; place: string | undefined },
  keep?: Section[],
  moved?: boolean,
): string {
  const members = [`"patch":${JSON.stringify(patch)}`];
  if (state) members.push(`"state":${state}`);
  if (place) members.push(`"place":${place}`);
  if (keep) members.push(`"keep":${JSON.stringify(keep)}`);
  if (moved) members.push('"moved":true');
  return `{${members}}`;
}

/** Reads a migration's body, whatever another device made of it; `undefined` if it is none. */
export function readMigration(body: string): Migration | undefined {
  const read = parse(body);
  if (!isRecord(read)) return undefined;
  if (read.patch === undefined && isRecord(read.states)) return readStates(read.states);
  const { patch, state, place, keep, moved } = read;
  if (!isRecord(patch) || !(place === undefined || isRecord(place))) return undefined;
  if (!(keep === undefined || Array.isArray(keep))) return undefined;
  return { patch: patch as unknown as Patch, state, place, keep, moved: moved === true };
}

/** States in plain JSON, as a script sends them. */
function readStates(states: Record<string, unknown>): Migration | undefined {
  try {
    const state = parse(encode({ states: new Map(Object.entries(states)) }, new Map(), []));
    return { patch: undefined, state, place: undefined, keep: undefined };
  } catch {
    // A member called __proto__, or more than a state may hold.
    return undefined;
  }
}

/** The body of a migration that was read. */
export const bodyOf = ({ patch, state, place, keep, moved }: Migration): string =>
  JSON.stringify({ patch, state, place, keep, moved });
