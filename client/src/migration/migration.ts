import type { Patch, Section } from "../engine/patch";
import { parse } from "../messages/frame";
import { isRecord } from "../messages/shape";
import type { PlaceValue } from "../place/place";

/** A migration that was read. The patch is checked by the engine, the states by those who take them. */
export interface Migration {
  patch: Patch;
  /** The application's state, written flat. */
  state: unknown;
  /** Storage and address. */
  place: PlaceValue | undefined;
  /** Sections in which the target keeps what it has; present in what a mirror sends. */
  keep: Section[] | undefined;
}

/** What a migration is made of; all but the patch as JSON text. */
export interface Captured {
  patch: Patch;
  state: string | undefined;
  place: string | undefined;
}

/** The body of a migration. */
export function writeMigration({ patch, state, place }: Captured, keep?: Section[]): string {
  const members = [`"patch":${JSON.stringify(patch)}`];
  if (state) members.push(`"state":${state}`);
  if (place) members.push(`"place":${place}`);
  if (keep) members.push(`"keep":${JSON.stringify(keep)}`);
  return `{${members}}`;
}

/** Reads a migration's body, whatever another device made of it; `undefined` if it is none. */
export function readMigration(body: string): Migration | undefined {
  const read = parse(body);
  if (!isRecord(read)) return undefined;
  const { patch, state, place, keep } = read;
  if (!isRecord(patch) || !(place === undefined || isRecord(place))) return undefined;
  if (!(keep === undefined || Array.isArray(keep))) return undefined;
  return { patch: patch as unknown as Patch, state, place, keep };
}

/** The body of a migration that was read. */
export const bodyOf = ({ patch, state, place, keep }: Migration): string =>
  JSON.stringify({ patch, state, place, keep });
