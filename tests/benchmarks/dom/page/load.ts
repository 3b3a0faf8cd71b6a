import { type Engine, remember } from "../../../../client/src/engine/index";
import { page } from "./workloads/table";

/** What remembering a page costs at load: the page's first call, so nothing is warm. */

let engine: Engine | undefined;

/** Makes the page; returns the count of its nodes. */
function prepare(rows: number): number {
  document.body.innerHTML = page(rows);
  document.body.getBoundingClientRect();
  let count = 1;
  for (const walker = document.createTreeWalker(document); walker.nextNode(); ) count++;
  return count;
}

/** Milliseconds of `remember`, and of the fingerprint, which is taken in idle time. */
function load(): { remember: number; fingerprint: number } {
  const start = performance.now();
  engine = remember(document);
  const remembered = performance.now();
  void engine.fingerprint;
  return { remember: remembered - start, fingerprint: performance.now() - remembered };
}

Object.assign(globalThis, { prepare, load });
