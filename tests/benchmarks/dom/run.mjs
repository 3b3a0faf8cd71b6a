// node run.mjs [--rounds=N] [--only=PATTERN] [--json=FILE]: see run.sh.
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright";
import { engines } from "./engines.mjs";
import { printLarge, printLoad, printNotes, printTargets, printWorkload } from "./report.mjs";
import { median, summarize } from "./summary.mjs";
import { targets } from "./targets.mjs";

/** A page that takes longer is given up. */
const PAGE_MS = 150_000;
/** An engine this slow on a workload is measured in one round only. */
const SLOW_MS = 30_000;
/** How often a change of 100,000 nodes is measured, after once to warm up. */
const LARGE_RUNS = 5;
/** Pages whose first `remember` is measured, and their rows. */
const LOADS = { pages: 9, rows: { "10,000 rows": 10_000, "5,000 nodes": 500 } };

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    json: { type: "string" },
  },
});

const scripts = {};
for (const name of ["measure", "large"]) scripts[name] = await bundle(`page/${name}.ts`);
// What is called at load is compiled when it comes, as `liquid.js` asks for.
scripts.load = `//# allFunctionsCalledOnLoad\n${await bundle("page/load.ts")}`;
for (const [name, { file, minify = true }] of Object.entries(engines)) {
  scripts[name] = await bundle(`page/engines/${file}.ts`, { globalName: "engineBundle", minify });
}

// Clocks count in 5 µs only for a page that shares its process with nobody (COOP, COEP).
const server = createServer((_, response) => {
  const headers = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
  response.writeHead(200, { "content-type": "text/html", ...headers }).end("<!doctype html><title>Benchmark</title>");
});
await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--js-flags=--expose-gc", "--disable-gpu", "--no-first-run"],
});
try {
  const all = await onPage(["measure"], page => page.evaluate(() => globalThis.workloads));
  const isWanted = name => new RegExp(options.only).test(name);
  const names = all.filter(isWanted);
  const results = {};
  for (const name of names) {
    results[name] = await measure(name);
    printWorkload(name, results[name]);
  }
  const loads = isWanted("remembering") ? await measureLoads() : {};
  if (isWanted("remembering")) printLoad(loads);
  const large = isWanted("100,000 nodes") ? await measureLarge() : {};
  if (isWanted("100,000 nodes")) printLarge(large);
  printNotes(engines);
  printTargets(targets(results, loads));
  if (options.json) await writeFile(options.json, JSON.stringify({ workloads: results, load: loads, large }, null, 2));
} finally {
  await browser.close();
  server.close();
}

/** Round after round one engine after another, so that a busy moment of the machine meets all of them. */
async function measure(name) {
  const samples = Object.fromEntries(Object.keys(engines).map(engine => [engine, []]));
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [engine, list] of Object.entries(samples)) {
      if (list.some(one => one.error || one.pageMs > SLOW_MS)) continue;
      progress(`${name}, round ${round + 1}: ${engine}`);
      const start = performance.now();
      const work = onPage(["measure", engine], page => page.evaluate(name => globalThis.measure(name), name));
      const one = await work.catch(error => ({ error: error.message.split("\n")[0] }));
      list.push({ ...one, pageMs: performance.now() - start });
    }
  }
  progress("");
  return summarize(samples);
}

/** One line that the next one overwrites; nothing where nobody watches. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(79)}\r`);
}

async function measureLoads() {
  const loads = {};
  for (const [name, rows] of Object.entries(LOADS.rows)) {
    const all = [];
    for (let count = 0; count < LOADS.pages; count++) all.push(await onPage(["load"], page => measureLoad(page, rows)));
    const medians = Object.keys(all[0]).map(key => [key, median(all.map(one => one[key]))]);
    loads[name] = { ...Object.fromEntries(medians), least: Math.min(...all.map(one => one.remember)) };
  }
  return loads;
}

async function measureLarge() {
  return onPage(["large"], async page => {
    const large = {};
    for (const name of await page.evaluate(() => globalThis.changes)) {
      const runs = [];
      for (let count = 0; count <= LARGE_RUNS; count++) {
        runs.push(await page.evaluate(name => globalThis.large(name), name));
      }
      const keys = Object.keys(runs[0]);
      large[name] = Object.fromEntries(keys.map(key => [key, median(runs.slice(1).map(one => one[key]))]));
    }
    return large;
  });
}

async function measureLoad(page, rows) {
  const devtools = await page.context().newCDPSession(page);
  await page.evaluate(rows => globalThis.prepare(rows), rows);
  const before = await heapBytes(devtools);
  const times = await page.evaluate(() => globalThis.load());
  const after = await heapBytes(devtools);
  const nodes = await page.evaluate(() => globalThis.count());
  return { nodes, ...times, bytesPerNode: (after - before) / nodes };
}

/** What the page's scripts hold: the heap, its typed arrays, and the nodes' counterparts. */
async function heapBytes(devtools) {
  await devtools.send("HeapProfiler.collectGarbage");
  const usage = await devtools.send("Runtime.getHeapUsage");
  return usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
}

/** Does something on a fresh page with these scripts. */
async function onPage(names, work) {
  const context = await browser.newContext();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, PAGE_MS, new Error(`gave up after ${PAGE_MS / 1000} s`));
  });
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    for (const name of names) await page.addScriptTag({ content: scripts[name] });
    return await Promise.race([work(page), late]);
  } finally {
    clearTimeout(timer);
    await context.close();
  }
}

async function bundle(path, options) {
  const entryPoint = new URL(path, import.meta.url).pathname;
  const settings = {
    bundle: true,
    write: false,
    format: "iife",
    target: "chrome120",
    minify: true,
    define: { global: "globalThis" },
  };
  const { outputFiles } = await build({ entryPoints: [entryPoint], ...settings, ...options });
  return outputFiles[0].text;
}
