import type { Remark } from "../../../client/src/engine/index";
import { build } from "./build";
import { disturb } from "./disturb";
import { facts, firstDifference, treeAlone, withoutCode } from "./facts";
import { setLive } from "./live";
import { isBuilt, type Loaded, load, open } from "./load";
import type { Pair } from "./pair";
import { sync } from "./sync";
import { walk } from "./walk";

/** How A is brought to the second state, and what B was like when it arrived. */
export type Way = "replaced" | "in place" | "replaced, B changed" | "in place, B changed";

/** What became of one pair in one way. */
export interface Outcome {
  way: Way;
  /** `equal`: in everything. `without code`: in all but code, which never travels. `unsaid`: the same, and no remark says so. */
  result: "equal" | "without code" | "unsaid" | "failed";
  /** The first difference, A's side first, or the error. */
  why?: string;
  /** Whether each base node that A kept is the same base node in B. */
  keptNodes?: boolean;
  /** Bytes of the patch as JSON, and of the page's markup. */
  bytes?: number;
  markupBytes?: number;
}

/** Runs a pair in all ways. An error that this harness itself made rejects. */
export async function run(pair: Pair, seed: number): Promise<Outcome[]> {
  const pages = Array.from({ length: 6 }, () => load(pair));
  const target = await open(pair, "to");
  const [a1, a2, b1, b2, b3, b4] = (await Promise.all(pages)) as [Loaded, Loaded, Loaded, Loaded, Loaded, Loaded];
  const wanted = target.contentDocument!;
  try {
    expectSame("A and B as loaded", facts(a1.document), facts(b1.document));
    const second = facts(wanted, treeAlone);
    sync(a2.document, wanted);
    expectSame("A in place", second, facts(a2.document, treeAlone));
    replace(a1.document, wanted, pair);
    expectSame("A replaced", second, facts(a1.document, treeAlone));
    for (const { document } of [a1, a2]) setLive(document, pair.toLive);
    for (const { document } of [b3, b4]) disturb(document, seed);
    return [
      migrate("replaced", a1, b1),
      migrate("replaced, B changed", a1, b3),
      migrate("in place", a2, b2),
      migrate("in place, B changed", a2, b4),
    ];
  } finally {
    for (const { engine } of [a1, a2, b1, b2, b3, b4]) engine.stop();
    for (const { frame } of [a1, a2, b1, b2, b3, b4, { frame: target }]) frame.remove();
  }
}

/** Puts new content in place of the old, as an application does in that context. */
function replace(document: Document, wanted: Document, pair: Pair): void {
  if (isBuilt(pair, "to")) document.body.replaceChildren(build(document, pair.toTree!));
  else if (pair.ctx[1] === "body") document.body.innerHTML = pair.to;
  else {
    // One by one: no browser lets a document hold two root elements for a moment.
    while (document.firstChild) document.firstChild.remove();
    while (wanted.firstChild) document.append(wanted.firstChild);
  }
}

function migrate(way: Way, a: Loaded, b: Loaded): Outcome {
  try {
    const leftOut: Remark[] = [];
    const patch = JSON.stringify(a.engine.capture({ leftOut }));
    leftOut.push(...b.engine.apply(JSON.parse(patch)).leftOut);
    const sizes = { bytes: bytes(patch), markupBytes: bytes(a.document.documentElement.outerHTML) };

    const everything = firstDifference(facts(a.document), facts(b.document));
    if (!everything) return { way, result: "equal", keptNodes: keepsNodes(a, b), ...sizes };
    const why = firstDifference(facts(a.document, withoutCode), facts(b.document, withoutCode));
    if (why) return { way, result: "failed", why, ...sizes };
    return { way, result: leftOut.length ? "without code" : "unsaid", why: everything, ...sizes };
  } catch (error) {
    return { way, result: "failed", why: (error as Error).stack ?? String(error) };
  }
}

/** Whether A's nodes that stood in the page at load are the same ones in B, node for node. */
function keepsNodes(a: Loaded, b: Loaded): boolean {
  const mine = [...walk(b.document)];
  return [...walk(a.document)].every(({ node }, index) => {
    const number = a.numbers.get(node);
    return number === undefined || b.numbers.get(mine[index]!.node) === number;
  });
}

const bytes = (text: string) => new TextEncoder().encode(text).length;

function expectSame(what: string, wanted: string[], had: string[]): void {
  const difference = firstDifference(wanted, had);
  if (difference) throw new Error(`Not comparable, ${what}: ${difference}`);
}

Object.assign(globalThis, { run });
