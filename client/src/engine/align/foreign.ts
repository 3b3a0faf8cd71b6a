import { check, refuse } from "../apply/check";
import { type Fingerprint, fingerprintOf } from "../base/fingerprint";
import { type Row, shapeOf } from "../base/rows";
import type { Patch } from "../patch";
import { type Translation, translate } from "./translate";

/** How many bases of other pages are kept. A mirror names its base at every change and sends it once. */
const KEPT = 4;

/** The bases of other loads of the page, by fingerprint. */
export interface ForeignBases {
  /** The patch in this page's numbers; itself, if its base is this page's. Throws a `PatchError`: `other_base` asks for the base. */
  translate(patch: Patch, rows: Row[] | undefined): Translation;
}

export function foreignBases(own: Pick<Fingerprint, "value">, describe: () => Row[]): ForeignBases {
  const known = new Map<string, Row[]>();

  const learn = (fingerprint: string, rows: Row[]) => {
    if (!Array.isArray(rows) || !rows.length) refuse("bad_patch", "its base is no list of rows");
    shapeOf(rows);
    if (fingerprintOf(rows) !== fingerprint) refuse("bad_patch", "the base that it brings is not the one it names");
    known.set(fingerprint, rows);
    for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
  };

  return {
    translate(patch, rows) {
      const name = patch?.base;
      if (typeof name !== "string" || name === own.value) return { patch, leftOut: [] };
      if (rows !== undefined) learn(name, rows);
      const source = known.get(name);
      if (!source) return { patch, leftOut: [] };
      check(shapeOf(source), name, patch);
      return translate(patch, source, describe(), own.value);
    },
  };
}
