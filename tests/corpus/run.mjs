// node run.mjs FOLDER [NAME]: runs the page pairs of FOLDER/pairs-*.json, those alone whose name contains NAME.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "../../client/node_modules/esbuild/lib/main.js";
import { chromium } from "../client/node_modules/playwright/index.mjs";
import { report } from "./report.mjs";

const PAIR_MS = 20_000;
/** A browser's page forgets only when it is closed. */
const PAIRS_PER_PAGE = 50;

const [folder, only = ""] = process.argv.slice(2);
const script = await bundle("page/run.ts", {
  define: {
    ENGINE: JSON.stringify(`${await bundle("../../client/src/engine/index.ts", { globalName: "engine" })};engine`),
  },
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // What a page names elsewhere is not fetched.
  args: ["--host-resolver-rules=MAP * ~NOTFOUND", "--disable-gpu", "--no-first-run"],
});
try {
  let failed = 0;
  for (const file of (await readdir(folder)).sort()) {
    const [, suite] = /^pairs-(.+)\.json$/.exec(file) ?? [];
    if (!suite) continue;
    const pairs = JSON.parse(await readFile(join(folder, file), "utf8"));
    // The seed of B's changes is the pair's place among all, so that a pair alone fails as it did in a whole run.
    const cases = pairs.map((pair, seed) => ({ pair, seed })).filter(({ pair }) => pair.name.includes(only));
    if (cases.length) failed += report(suite, await runAll(cases));
  }
  process.exitCode = failed ? 1 : 0;
} finally {
  await browser.close();
}

async function runAll(cases) {
  const results = [];
  for (let start = 0; start < cases.length; start += PAIRS_PER_PAGE) {
    const page = await browser.newPage();
    await page.setContent("<!doctype html><body>");
    await page.addScriptTag({ content: script });
    for (const { pair, seed } of cases.slice(start, start + PAIRS_PER_PAGE)) {
      const work = page.evaluate(([pair, seed]) => globalThis.run(pair, seed), [pair, seed]);
      const outcomes = await Promise.race([work, deadline()]).catch(broken);
      results.push(...outcomes.map(outcome => ({ name: pair.name, ...outcome })));
    }
    await page.close();
  }
  return results;
}

/** The pair was never compared. */
function broken({ message }) {
  return [{ way: "not run", result: "failed", why: message }];
}

function deadline() {
  return new Promise((_, reject) => setTimeout(reject, PAIR_MS, new Error(`no answer within ${PAIR_MS} ms`)).unref());
}

async function bundle(path, options) {
  const entryPoint = new URL(path, import.meta.url).pathname;
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    format: "iife",
    ...options,
  });
  return outputFiles[0].text;
}
