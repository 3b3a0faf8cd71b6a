import { remember } from "../../../../client/src/engine/index";
import { page } from "./workloads/table";
import { varied } from "./workloads/varied";

/** A change of some 100,000 nodes: what it takes in one go, beside what the browser itself needs to lay them out. */

const CHANGES: Record<string, () => string> = {
  "10,000 rows": () => page(10_000),
  "few alike": () => varied(1_000),
};

/** V8's own, with --expose-gc: nobody pays for another one's garbage. */
declare const gc: () => void;

/** Milliseconds of each step, once; the page's nodes. */
async function large(name: string) {
  const [source, target] = [mount(), mount()];
  const [a, b] = [remember(source), remember(target)];
  for (const { fingerprint } of [a, b]) void fingerprint;
  source.innerHTML = CHANGES[name]!();
  source.getBoundingClientRect();
  // A task of its own, as in life: the change was long ago.
  await new Promise(resolve => setTimeout(resolve));
  gc();
  const [capture, patch] = timed(() => JSON.stringify(a.capture()));
  gc();
  const [apply] = timed(() => b.apply(JSON.parse(patch)));
  const [layout] = timed(() => target.getBoundingClientRect());
  const nodes = document.createNodeIterator(target);
  let count = 0;
  while (nodes.nextNode()) count++;
  for (const engine of [a, b]) engine.stop();
  for (const root of [source, target]) root.remove();
  return { nodes: count, capture, apply, layout };
}

function mount(): Element {
  const root = document.createElement("main");
  document.body.append(root);
  return root;
}

function timed<T>(work: () => T): [ms: number, result: T] {
  const start = performance.now();
  const result = work();
  return [performance.now() - start, result];
}

Object.assign(globalThis, { large, changes: Object.keys(CHANGES) });
