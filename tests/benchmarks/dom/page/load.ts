import { type Engine, remember } from "../../../../client/src/engine/index";
import { page } from "./workloads/table";

/** What remembering a page costs at load: the page's first call, so nothing is warm. */

let engine: Engine | undefined;

function prepare(rows: number): void {
  document.body.innerHTML = page(rows);
  document.body.getBoundingClientRect();
}

/** The count of the page's nodes. Asked last: it gives each node its counterpart in V8, which is part of what remembering costs. */
function count(): number {
  let nodes = 1;
  for (const walker = document.createTreeWalker(document); walker.nextNode(); ) nodes++;
  return nodes;
}

/** Milliseconds of `remember`, and of the fingerprint, which is taken in idle time. */
function load(): { remember: number; fingerprint: number } {
  const start = performance.now();
  engine = remember(document);
  const remembered = performance.now();
  void engine.fingerprint;
  return { remember: remembered - start, fingerprint: performance.now() - remembered };
}

Object.assign(globalThis, { prepare, load, count });
