import { nextTask } from "../apply/alive";
import { check } from "../apply/check";
import { fingerprintOf } from "../base/fingerprint";
import { type Row, shapeOf } from "../base/rows";
import type { Patch } from "../patch";
import { refuse } from "../refuse";
import { type Alignment, align } from "./align";
import { type Page, type Translation, translate } from "./translate";

/** How many bases of other pages are kept. A mirror names its base at every change. */
const KEPT = 4;

/** How long (ms) the page may be kept waiting at a time. */
const SLICE = 25;

/** The bases of other loads of the page, by fingerprint. */
export interface ForeignBases {
  /** Whether a base is this page's own, or was learnt. */
  knows(fingerprint: string): boolean;
  /** Reads and aligns a base, in slices; it is known when that is done. Rejects with a `PatchError` for rows that don't give the fingerprint. */
  learn(fingerprint: string, rows: Row[]): Promise<void>;
  /** The patch in this page's numbers; itself, if its base is this page's or not known. */
  translate(patch: Patch): Translation;
}

/** This page. */
export interface OwnPage extends Page {
  readonly fingerprint: string;
  /** To be called before rows are read that the page may have changed since. */
  flush(): void;
}

export function foreignBases(own: OwnPage): ForeignBases {
  /** Other pages, and which of their nodes are this page's. */
  const known = new Map<string, [Page, Alignment]>();

  function* read(fingerprint: string, rows: Row[]): Generator<void, [Page, Alignment]> {
    if (!Array.isArray(rows) || !rows.length) refuse("bad_patch", "its base is no list of rows");
    const shape = shapeOf(rows);
    yield;
    if ((yield* fingerprintOf(rows)) !== fingerprint)
      refuse("bad_patch", "the base that it brings is not the one it names");
    const ownRows: Row[] = [];
    while (ownRows.length < own.shape.parents.length) {
      if (ownRows.length % 256 === 0) {
        yield;
        own.flush();
      }
      ownRows.push(own.row(ownRows.length));
    }
    const alignment = yield* align({ rows, ...shape }, { rows: ownRows, ...own.shape });
    return [{ shape, row: number => rows[number]! }, alignment];
  }

  return {
    knows: fingerprint => fingerprint === own.fingerprint || known.has(fingerprint),

    async learn(fingerprint, rows) {
      known.set(fingerprint, await inSlices(read(fingerprint, rows)));
      for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
    },

    translate(patch) {
      const name = patch?.base;
      const foreign = name !== own.fingerprint && known.get(name);
      if (!foreign) return { patch, leftOut: [] };
      const [page, alignment] = foreign;
      check(page.shape, name, patch);
      return translate(patch, page, own, alignment);
    },
  };
}

async function inSlices<T>(work: Generator<void, T>): Promise<T> {
  let until = performance.now() + SLICE;
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() < until) continue;
    await nextTask();
    until = performance.now() + SLICE;
  }
}
