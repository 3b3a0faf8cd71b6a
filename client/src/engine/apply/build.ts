import type { Base } from "../base/base";
import { type Fresh, freshNumbers } from "../base/fresh";
import { HTML, inheritedNamespace, readName } from "../base/names";
import { fragmentOf, isClosed, isIgnored } from "../base/scope";
import { STATEFUL } from "../base/stateful";
import type { Entry, NewNode, Remark, Rows } from "../patch";
import { arrange } from "./arrange";
import type { Plan } from "./check";
import { childrenStart, isFragmentEntry, isParent, isRows, isRun } from "./entries";
import { nodeMaker, type Progress } from "./make";
import { type MadeNodes, reusable } from "./reuse";
import { type RowMaker, rowMaker, ShapedRow } from "./rows";
import type { Guard } from "./safety";
import type { SoundShape } from "./shapes";
import { waitingNodes } from "./waiting";

/** Makes child lists real: base nodes by number, new nodes written out. */
export interface Builder {
  /** The new nodes by number; none where one was left out. */
  readonly made: Fresh;
  /** The elements that were created and match a selector. */
  created(selector: string): Element[];
  /** New elements that render themselves. */
  readonly alive: Element[];
  /** Nodes with state of their own among the new ones. */
  readonly stateful: Node[];
  readonly leftOut: Remark[];
  readonly progress: Progress;
  /** Brings a node's children to a list, whose first new node has the number `first`. */
  build(parent: Node, entries: Entry[], first: number): void;
  /** Sets or removes an attribute unless it may not enter; `number` is for the remark. */
  setAttribute(element: Element, key: string, value: string | null, number: number): void;
  /** Gives an attribute of a base node the value that it had at load, whatever that is. */
  restoreAttribute(element: Element, key: string, value: string | null): void;
  /** To be called when all is in its place. */
  finish(): void;
}

/** A child list that is being made real. */
interface Frame {
  /** Undefined in what is left out: its numbers are passed over. */
  parent: Node | undefined;
  /** The parent is new and empty, and not in the document. */
  isFresh: boolean;
  entries: readonly unknown[];
  at: number;
  /** In rows of one shape: where the values of the next one begin. */
  row: number;
  /** What makes them; found once for rows in a row. */
  maker?: KnownMaker;
  inherited: string | null;
  /** The children it is to have; not listed while what is made is simply appended. */
  wanted: Node[];
  reuse: ReadonlyMap<unknown, Node[]>;
}

/** Who makes the rows of a shape; `undefined`: they are made one by one. */
interface KnownMaker {
  shape: SoundShape;
  maker: RowMaker | undefined;
}

const NO_REUSE: Frame["reuse"] = new Map();

function isAnyNew(entries: readonly unknown[], from: number): boolean {
  for (let at = from; at < entries.length; at++)
    if (typeof entries[at] !== "number" && !isRun(entries[at])) return true;
  return false;
}

/**
 * `isPatient` leaves new elements that render themselves the time to make their shadow roots. `originals` are the nodes that the new ones
 * were written from, to be taken instead.
 */
export function builder(
  base: Base,
  guard: Guard,
  makes: MadeNodes,
  { shapes, starts, depthOf }: Plan,
  isPatient: boolean,
  originals?: Fresh,
): Builder {
  const { nodes, numbers, ends } = base;
  const document = nodes[0]!.ownerDocument ?? (nodes[0] as Document);
  const waiting = waitingNodes(base, depthOf);
  /** Tops of rows that were made as a whole. */
  const tops: Element[] = [];
  /** By shape and by the namespace in which it stands. */
  const rowMakers = new Map<SoundShape, Map<string | null, KnownMaker>>();
  const make = nodeMaker(document, guard, makes, isPatient);
  const { progress } = make;
  const self: Builder = {
    made: freshNumbers(),
    created: selector => [
      ...make.created.filter(element => element.matches(selector)),
      ...tops.flatMap(top => [...(top.matches(selector) ? [top] : []), ...top.querySelectorAll(selector)]),
    ],
    alive: make.alive,
    progress,
    stateful: make.stateful,
    leftOut: make.leftOut,
    build,
    setAttribute: make.setAttribute,
    restoreAttribute: make.restoreAttribute,
    finish() {
      progress.applied += waiting.settle();
      make.finish();
    },
  };
  let next = 0;

  /** Without recursion, since what is new may be deep. */
  function build(parent: Node, entries: Entry[], first: number): void {
    next = first;
    const stack = [frame(parent, entries, 0, inheritedNamespace(parent), false)];
    // Lists that hold nodes of the document are arranged from the top down, when their parents are in it: what moves never leaves it.
    const lists: Frame[] = [stack[0]!];
    for (let top = stack[0]; top; top = stack.at(-1)) {
      if (top.at === top.entries.length) {
        stack.pop();
        continue;
      }
      const entry = top.entries[top.at] as Entry | ShapedRow;
      if (isRows(entry)) {
        const inner = nextRow(top, entry);
        if (inner) stack.push(inner);
        continue;
      }
      top.at++;
      if (typeof entry === "number" || isRun(entry)) {
        if (top.isFresh) {
          top.isFresh = false;
          top.wanted = [...top.parent!.childNodes];
          lists.push(top);
        }
        let [number, left] = typeof entry === "number" ? [entry, 1] : entry;
        for (; left > 0; left--, number = ends[number]!) top.wanted.push(nodes[number]!);
      } else {
        const inner =
          entry instanceof ShapedRow
            ? newRow(top, entry)
            : newNode(top, entry as NewNode | string, top.reuse.get(entry)?.pop());
        if (inner) stack.push(inner);
        if (inner?.parent && !inner.isFresh) lists.push(inner);
      }
    }
    for (const { parent, wanted } of lists) place(parent!, wanted);
  }

  function frame(
    parent: Node | undefined,
    entries: readonly unknown[],
    at: number,
    inherited: string | null,
    isFresh: boolean,
  ): Frame {
    const own = { parent, inherited, isFresh: isFresh && !parent!.firstChild, row: 0, wanted: [] };
    if (!parent || isFresh || !isAnyNew(entries, at)) return { ...own, entries, at, reuse: NO_REUSE };
    const pool = originals ? undefined : makes.among(parent);
    if (!pool?.size) return { ...own, entries, at, reuse: NO_REUSE };
    // Rows that may be there already are looked at one by one.
    const list = entries.slice(at).flatMap(entry => (isRows(entry) ? oneByOne(entry) : [entry]));
    return { ...own, entries: list, at: 0, reuse: reusable(pool, list, inherited, makes) };
  }

  function oneByOne([index, values]: Rows): ShapedRow[] {
    const shape = shapes[index]!;
    return Array.from(
      { length: values.length / shape.holes },
      (_, row) => new ShapedRow(shape, values, row * shape.holes),
    );
  }

  /** Takes the next row. */
  function nextRow(top: Frame, [index, values]: Rows): Frame | undefined {
    const shape = shapes[index]!;
    const row = new ShapedRow(shape, values, top.row);
    top.row += shape.holes;
    if (top.row === values.length) {
      top.row = 0;
      top.at++;
    }
    return newRow(top, row);
  }

  /** Makes a row, or takes one that is as it is to be; gives the list of its children where it is made node by node. */
  function newRow(top: Frame, row: ShapedRow): Frame | undefined {
    const known = top.reuse.get(row)?.pop() as Element | undefined;
    if (top.parent && !originals) {
      if (top.maker?.shape !== row.shape) top.maker = makerOf(row.shape, top.inherited);
      const { maker } = top.maker;
      if (!known) {
        const made = maker?.make(row);
        if (made) {
          makes.set(made, row);
          progress.applied += maker!.attributes;
          tops.push(made);
          addRow(top, made, row.shape, maker!);
          return undefined;
        }
      } else if (maker?.isMade(known, row)) {
        makes.set(known, row);
        addRow(top, known, row.shape, maker);
        return undefined;
      }
    }
    return newNode(top, row.written(), known, row);
  }

  function addRow(top: Frame, element: Element, { size }: SoundShape, maker: RowMaker): void {
    self.made.setTree(next, element);
    next += size;
    if (maker.isStateful) self.stateful.push(element);
    if (maker.hasStateful) self.stateful.push(...element.querySelectorAll(STATEFUL));
    append(top, element);
  }

  function makerOf(shape: SoundShape, inherited: string | null): KnownMaker {
    const makers = rowMakers.get(shape) ?? new Map<string | null, KnownMaker>();
    rowMakers.set(shape, makers);
    const known = makers.get(inherited) ?? { shape, maker: rowMaker(document, shape, inherited, guard, make.create) };
    makers.set(inherited, known);
    return known;
  }

  function append(top: Frame, node: Node): void {
    if (top.isFresh) top.parent!.appendChild(node);
    else top.wanted.push(node);
  }

  function place(parent: Node, wanted: Node[]): void {
    const mayGo = (number: number) => {
      if (depthOf(number) < 0) return true;
      waiting.add(number, parent);
      return false;
    };
    progress.applied += arrange(parent, wanted, { numberOf: numbers.get, mayGo });
  }

  /** Makes a new node, or makes one that is `known` that node; gives the list of its children. */
  function newNode(top: Frame, entry: NewNode | string, known?: Node, made: unknown = entry): Frame | undefined {
    const number = next++;
    if (!top.parent) return isParent(entry) ? leftOut(entry) : undefined;
    if (isFragmentEntry(entry)) return fragment(top.parent as Element, entry as NewNode, number);

    const original = originals?.nodeOf(number);
    const reused = original ?? known;
    let node: Node | undefined;
    let inner: Frame | undefined;
    if (isParent(entry)) {
      const name = readName(entry[0], top.inherited);
      node = make.element(entry, name, reused as Element | undefined, number);
      if (node && isIgnored(node)) make.leftOut.push({ reason: "closed", node: number, what: `<${name.qualified}>` });
      if (!node || isIgnored(node)) return leftOut(entry);
      const start = childrenStart(entry);
      if (isClosed(node)) {
        if (start < entry.length) {
          make.leftOut.push({ reason: "closed", node: number, what: `content of <${name.qualified}>` });
          inner = leftOut(entry);
        }
      } else if (start < entry.length || (reused && !starts.has(number)))
        inner = frame(node, entry, start, name.namespace, !reused);
    } else node = make.leaf(entry, reused, number);
    if (!node) return undefined;
    if (node !== original) makes.set(node, made);
    self.made.set(number, node);
    append(top, node);
    return inner;
  }

  const leftOut = (entry: NewNode): Frame => frame(undefined, entry, childrenStart(entry), null, false);

  /** Opens a fragment of an element's own, and gives the list of its children. */
  function fragment(host: Element, entry: NewNode, number: number): Frame | undefined {
    const wasThere = fragmentOf(host)?.firstChild;
    const content = make.fragment(host, entry, number);
    if (!content) return leftOut(entry);
    self.made.set(number, content);
    // What is too deep to stand within its list comes in one of its own.
    if (starts.has(number)) return undefined;
    return frame(content, entry, childrenStart(entry), HTML, !wasThere);
  }

  return self;
}
