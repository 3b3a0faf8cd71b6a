import { check } from "../apply/check";
import { type Fingerprint, fingerprintOf } from "../base/fingerprint";
import { type Row, shapeOf } from "../base/rows";
import type { Patch } from "../patch";
import { refuse } from "../refuse";
import { type Translation, translate } from "./translate";

/** How many bases of other pages are kept. A mirror names its base at every change. */
const KEPT = 4;

/** The bases of other loads of the page, by fingerprint. */
export interface ForeignBases {
  /** Whether a base is this page's own, or was learnt. */
  knows(fingerprint: string): boolean;
  /** Throws a `PatchError` for rows that don't give the fingerprint. */
  learn(fingerprint: string, rows: Row[]): void;
  /** The patch in this page's numbers; itself, if its base is this page's or not known. */
  translate(patch: Patch): Translation;
}

export function foreignBases(own: Pick<Fingerprint, "value">, describe: () => Row[]): ForeignBases {
  const known = new Map<string, Row[]>();

  return {
    knows: fingerprint => fingerprint === own.value || known.has(fingerprint),

    learn(fingerprint, rows) {
      if (!Array.isArray(rows) || !rows.length) refuse("bad_patch", "its base is no list of rows");
      shapeOf(rows);
      if (fingerprintOf(rows) !== fingerprint) refuse("bad_patch", "the base that it brings is not the one it names");
      known.set(fingerprint, rows);
      for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
    },

    translate(patch) {
      const name = patch?.base;
      if (typeof name !== "string" || name === own.value) return { patch, leftOut: [] };
      const source = known.get(name);
      if (!source) return { patch, leftOut: [] };
      check(shapeOf(source), name, patch);
      return translate(patch, source, describe(), own.value);
    },
  };
}
