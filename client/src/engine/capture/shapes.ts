import type { NewNode, NodeChange, Rows } from "../patch";
import { type Flat, flatten, Row, type Shape, shapeOf } from "./shape";

/** Elements of one name in a child list that is being written. */
interface Kind {
  /** The first one, until there is a second. */
  first?: { entry: NewNode; node: Element } | undefined;
  /** The shapes that came last. */
  shapes: Shape[];
}
export type Kinds = Map<string, Kind>;

/** The first element of its kind, and its shape as soon as there is a second one. */
interface Known {
  entry: NewNode;
  node: Element;
  flat: Flat;
  shape?: Shape;
}

/** A shape that is worth its place in the patch. */
interface Use {
  shape: Shape;
  index: number;
  /** Places of its holes as they are written. */
  holes: readonly number[];
  /** Where a row that was read has their values; -1 where it has none of its own. */
  order: readonly number[];
}

/** How many shapes of one name a row is tried with. */
const TRIED = 3;

/** What a shape must save, in characters, to be worth its place. */
const LEAST_GAIN = 24;

/** Finds new elements that are alike: these are written once, and what differs row by row. */
export interface Shapes {
  /** Takes an element that was written out, with all that is in it. */
  wrote(kinds: Kinds, name: string, entry: NewNode, node: Element): void;
  /** Puts rows in place of what is alike in the lists; gives the shapes. */
  finish(nodes: NodeChange[]): NewNode[];
}

export function shapesOf(): Shapes {
  const known = new Map<string, Known>();
  /** What was written out that may be a row: its texts and values, and what it is like. */
  const flats = new Map<unknown, { strings: readonly string[]; like: Known }>();
  let isAny = false;

  const note = (kind: Kind, entry: NewNode, node: Element): void => {
    const flat = flatten(entry);
    if (!flat) return;
    const { key, strings } = flat;
    const like = known.get(key);
    flats.set(entry, { strings, like: like ?? { entry, node, flat } });
    if (!like) {
      known.set(key, flats.get(entry)!.like);
      return;
    }
    isAny = true;
    like.shape ??= shapeOf(like.entry, like.flat, like.node);
    like.shape.learn(flat.strings);
    kind.shapes = [like.shape, ...kind.shapes.filter(shape => shape !== like.shape)].slice(0, TRIED);
  };

  const shapeOfEntry = (entry: unknown): Shape | undefined => {
    if (entry instanceof Row) return entry.shape;
    return Array.isArray(entry) ? flats.get(entry)?.like.shape : undefined;
  };

  /** Adds what an entry has in the holes of its shape. */
  const addValues = (values: string[], entry: unknown, { shape, holes, order }: Use): void => {
    const strings = entry instanceof Row ? undefined : flats.get(entry)!.strings;
    for (let index = 0; index < holes.length; index++) {
      const place = holes[index]!;
      values.push(strings?.[place] ?? (entry as Row).values[order[index]!] ?? shape.common[place]!);
    }
  };

  /** How often each shape comes, not counting what is within others. */
  const count = (lists: readonly unknown[][]): Map<Shape, number> => {
    const counts = new Map<Shape, number>();
    const open = [...lists];
    for (let list = open.pop(); list; list = open.pop()) {
      for (const entry of list) {
        const shape = shapeOfEntry(entry);
        if (shape) counts.set(shape, (counts.get(shape) ?? 0) + 1);
        else if (Array.isArray(entry)) open.push(entry);
      }
    }
    return counts;
  };

  return {
    wrote(kinds, name, entry, node) {
      const kind = kinds.get(name);
      if (!kind) {
        kinds.set(name, { first: { entry, node }, shapes: [] });
        return;
      }
      if (kind.first) note(kind, kind.first.entry, kind.first.node);
      kind.first = undefined;
      note(kind, entry, node);
    },

    finish(nodes) {
      if (!isAny) return [];
      const lists: unknown[][] = nodes.flatMap(([, , list]) => (list ? [list] : []));
      const written: NewNode[] = [];
      const used = new Map<Shape, Use>();
      for (const [shape, times] of count(lists)) {
        const holes = holesOf(shape);
        const entry = shape.write((value, place) => (holes.includes(place) ? 0 : value));
        const gain = (times - 1) * JSON.stringify(entry).length;
        if (!holes.length || gain < LEAST_GAIN) continue;
        const order = holes.map(place => shape.holes.indexOf(place));
        used.set(shape, { shape, index: written.push(entry) - 1, holes, order });
      }
      const open = [...lists];
      for (let list = open.pop(); list; list = open.pop()) {
        const entries = list.splice(0);
        let rows: Rows | undefined;
        for (const entry of entries) {
          const shape = shapeOfEntry(entry);
          const use = shape && used.get(shape);
          if (use) {
            if (rows?.[0] !== use.index) {
              rows = [use.index, []];
              list.push(rows);
            }
            addValues(rows[1], entry, use);
            continue;
          }
          rows = undefined;
          if (entry instanceof Row) list.push(entry.shape.write((_, place) => entry.shape.at(entry, place)));
          else {
            list.push(entry);
            if (Array.isArray(entry)) open.push(entry);
          }
        }
      }
      return written;
    },
  };
}

/** What differs between the rows; one place at least, which tells how many rows there are. */
function holesOf({ common, holes }: Shape): readonly number[] {
  if (holes.length) return [...holes].sort((a, b) => a - b);
  const shortest = common.reduce((least, { length }, place) => (length < common[least]!.length ? place : least), 0);
  return common.length ? [shortest] : [];
}
