// node run.mjs FOLDER [NAME]: runs the page pairs of FOLDER/pairs-*.json, those alone whose name contains NAME.
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "../../client/node_modules/esbuild/lib/main.js";
import { chromium } from "../client/node_modules/playwright/index.mjs";
import { report } from "./report.mjs";

const [folder, only = ""] = process.argv.slice(2);
const PAIR_MS = 20_000;

const suites = new Map();
for (const file of (await readdir(folder)).sort()) {
  const [, suite] = /^pairs-(.+)\.json$/.exec(file) ?? [];
  if (suite) suites.set(suite, JSON.parse(await readFile(join(folder, file), "utf8")));
}

async function bundle(entryPoint, options) {
  const result = await build({ entryPoints: [entryPoint], bundle: true, write: false, format: "iife", ...options });
  return result.outputFiles[0].text;
}
const here = name => new URL(name, import.meta.url).pathname;
const engine = await bundle(here("../../client/src/engine/index.ts"), { globalName: "engine" });
const script = await bundle(here("page/run.ts"), { define: { ENGINE: JSON.stringify(`${engine};engine`) } });

/** The page that a side of a pair is served as. */
function markup({ ctx, ...pair }, side) {
  const context = ctx[side === "from" ? 0 : 1];
  if (context === "document") return pair[side];
  return `<!doctype html><html><head><title>A page</title></head><body>${context === "body" ? pair[side] : ""}</body></html>`;
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  const pair = suites.get(searchParams.get("suite"))?.[Number(searchParams.get("pair"))];
  if (pathname === "/") response.setHeader("content-type", "text/html").end("<!doctype html><body>");
  else if (pathname === "/page" && pair) {
    response.setHeader("content-type", "text/html; charset=utf-8").end(markup(pair, searchParams.get("side")));
  } else response.writeHead(404).end();
});
await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // What a page names elsewhere is not fetched.
  args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-gpu", "--no-first-run"],
});
try {
  let failed = 0;
  for (const [suite, pairs] of suites) {
    const page = await freshPage();
    const outcomes = [];
    for (const [index, pair] of pairs.entries()) {
      if (!pair.name.includes(only)) continue;
      const work = page.evaluate(([pair, index, suite]) => globalThis.run(pair, index, suite), [pair, index, suite]);
      const outcome = await Promise.race([work, deadline()]).catch(error => [
        { way: "harness", result: "failed", why: error.message },
      ]);
      outcomes.push({ name: pair.name, outcome });
    }
    failed += report(suite, outcomes);
    await page.close();
  }
  process.exitCode = failed ? 1 : 0;
} finally {
  await browser.close();
  server.close();
}

async function freshPage() {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.addScriptTag({ content: script });
  return page;
}

function deadline() {
  return new Promise((_, reject) => setTimeout(reject, PAIR_MS, new Error(`no answer within ${PAIR_MS} ms`)).unref());
}
