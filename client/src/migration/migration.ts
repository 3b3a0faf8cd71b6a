import type { Patch, Section } from "../engine/patch";
import { parse } from "../messages/frame";
import { isRecord } from "../messages/shape";

/** A migration that was read. The patch is checked by the engine, the states by those who take them. */
export interface Migration {
  patch: Patch;
  state: Record<string, unknown>;
  /** Sections in which the target keeps what it has; present in what a mirror sends. */
  keep: Section[] | undefined;
}

/** The body of a migration. `state` is JSON text. */
export function writeMigration(patch: Patch, state: string | undefined, keep?: Section[]): string {
  const members = [`"patch":${JSON.stringify(patch)}`];
  if (state) members.push(`"state":${state}`);
  if (keep) members.push(`"keep":${JSON.stringify(keep)}`);
  return `{${members}}`;
}

/** Reads a migration's body, whatever another device made of it; `undefined` if it is none. */
export function readMigration(body: string): Migration | undefined {
  const read = parse(body);
  if (!isRecord(read)) return undefined;
  const { patch, state = {}, keep } = read;
  if (!isRecord(patch) || !isRecord(state) || !(keep === undefined || Array.isArray(keep))) return undefined;
  return { patch: patch as unknown as Patch, state, keep };
}
