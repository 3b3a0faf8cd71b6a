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
  /** Reads and aligns a base, in slices; a patch that comes before it is done waits for no slice. Rejects with a `PatchError` for rows
   * that don't give the fingerprint. */
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

/** Another page, and which of its nodes are this page's. */
interface Foreign {
  page: Page;
  alignment: Alignment;
}

export function foreignBases(own: OwnPage): ForeignBases {
  const known = new Map<string, () => Foreign>();

  function* read(fingerprint: string, rows: Row[]): Generator<void, Foreign> {
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
    return { page: { shape, row: number => rows[number]! }, alignment };
  }

  return {
    knows: fingerprint => fingerprint === own.fingerprint || known.has(fingerprint),

    async learn(fingerprint, rows) {
      const work = read(fingerprint, rows);
      let step: IteratorResult<void, Foreign> = work.next();
      const advance = () => {
        try {
          step = work.next();
        } catch (error) {
          known.delete(fingerprint);
          throw error;
        }
      };
      known.set(fingerprint, () => {
        while (!step.done) advance();
        return step.value;
      });
      for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
      for (let until = performance.now() + SLICE; !step.done; advance()) {
        if (performance.now() < until) continue;
        await nextTask();
        until = performance.now() + SLICE;
      }
    },

    translate(patch) {
      const name = patch?.base;
      if (typeof name !== "string" || name === own.fingerprint) return { patch, leftOut: [] };
      const foreign = known.get(name)?.();
      if (!foreign) return { patch, leftOut: [] };
      check(foreign.page.shape, name, patch);
      return translate(patch, foreign.page, own, foreign.alignment);
    },
  };
}
