import { difference } from "./difference";
import type { Engine } from "./engine";
import { workloads } from "./workloads";
import type { Workload } from "./workloads/workload";

/** What one fresh page measured, in milliseconds and bytes. */
export interface Samples {
  open: number[];
  capture: number[];
  apply: number[];
  bytes: number;
  deflated: number;
  /** Where the target differs from the source; absent where it is equal. */
  differs?: string;
}

/** How long a page works, first to warm up and then for the figures, and how often at least and at most. */
const WARM_UP = { ms: 300, atLeast: 2, atMost: 100 };
const WORK = { ms: 700, atLeast: 3, atMost: 40 };
/** An engine that takes so many milliseconds once is measured that once. */
const SLOW_MS = 5000;

declare const engineBundle: { engine: Engine };
/** V8's own, with --expose-gc: nobody pays for another one's garbage. */
declare const gc: () => void;

/** Runs a workload again and again in this page, each time on new trees. */
async function measure(name: string): Promise<Samples> {
  const workload = workloads[name]!;
  const { engine } = engineBundle;
  const first = await once(engine, workload);
  const differs = difference(first.source, first.target);
  first.remove();
  let runs: Timing[] = [first];
  if (first.capture + first.apply < SLOW_MS) {
    await repeat(engine, workload, WARM_UP);
    runs = await repeat(engine, workload, WORK);
  }
  return {
    open: runs.map(run => run.open),
    capture: runs.map(run => run.capture),
    apply: runs.map(run => run.apply),
    bytes: new TextEncoder().encode(first.message).length,
    deflated: await deflate(first.message),
    ...(differs === undefined ? {} : { differs }),
  };
}

interface Timing {
  open: number;
  capture: number;
  apply: number;
}

async function repeat(engine: Engine, workload: Workload, { ms, atLeast, atMost }: typeof WORK): Promise<Timing[]> {
  const runs: Timing[] = [];
  for (const start = performance.now(); runs.length < atMost; ) {
    if (runs.length >= atLeast && performance.now() - start > ms) break;
    const { open, capture, apply, remove } = await once(engine, workload);
    remove();
    runs.push({ open, capture, apply });
  }
  return runs;
}

async function once(engine: Engine, workload: Workload) {
  const [sourceRoot, targetRoot] = [mount(workload), mount(workload)];
  const [open, source] = timed(() => engine.open(sourceRoot));
  const target = engine.open(targetRoot);
  for (const session of [source, target]) session.ready?.();
  workload.disturb(targetRoot);
  // A task of its own, as in life: what was done at the target was long ago.
  await new Promise(resolve => setTimeout(resolve));

  workload.change(sourceRoot);
  settle(sourceRoot);
  // In the task of the change, so observers have yet to be served: that is part of capturing.
  const [capture, message] = timed(() => source.capture());
  settle(targetRoot);
  const [apply] = timed(() => target.apply(message));

  const remove = () => {
    for (const session of [source, target]) {
      session.close?.();
      session.root.remove();
    }
  };
  return { open, capture, apply, message, source: source.root, target: target.root, remove };
}

function mount(workload: Workload): Element {
  const holder = document.createElement("div");
  holder.innerHTML = workload.markup();
  const root = holder.firstElementChild!;
  document.body.append(root);
  return root;
}

/** Nobody pays for garbage or for a layout that was due before. */
function settle(root: Element): void {
  gc();
  root.getBoundingClientRect();
}

function timed<T>(work: () => T): [ms: number, result: T] {
  const start = performance.now();
  const result = work();
  return [performance.now() - start, result];
}

async function deflate(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

Object.assign(globalThis, { measure, workloads: Object.keys(workloads) });
