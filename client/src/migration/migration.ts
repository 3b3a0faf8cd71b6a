import type { Row } from "../engine/base/rows";
import type { Patch, Section } from "../engine/patch";
import { parse } from "../messages/frame";
import { isRecord } from "../messages/shape";

/** A migration that was read. The patch is checked by the engine, the states by those who take them. */
export interface Migration {
  patch: Patch;
  state: Record<string, unknown>;
  /** Sections in which the target keeps what it has; present in what a mirror sends. */
  keep: Section[] | undefined;
  /** The sender's base, for a target that has another; the engine checks it. */
  base: Row[] | undefined;
}

/** The body of a migration. `state` is JSON text. */
export function writeMigration(patch: Patch, state: string | undefined, keep?: Section[]): string {
  const members = [`"patch":${JSON.stringify(patch)}`];
  if (state) members.push(`"state":${state}`);
  if (keep) members.push(`"keep":${JSON.stringify(keep)}`);
  return `{${members}}`;
}

/** A migration's body with the sender's base, which is JSON text. */
export const withBase = (body: string, base: string): string => `{"base":${base},${body.slice(1)}`;

/** Reads a migration's body, whatever another device made of it; `undefined` if it is none. */
export function readMigration(body: string): Migration | undefined {
  const read = parse(body);
  if (!isRecord(read)) return undefined;
  const { patch, state = {}, keep, base } = read;
  if (!isRecord(patch) || !isRecord(state) || !(keep === undefined || Array.isArray(keep))) return undefined;
  return { patch: patch as unknown as Patch, state, keep, base: base as Row[] | undefined };
}
