// Bundles the client into dist/: one file for each entry of the package, each with its source map.
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build } from "esbuild";
import { minify } from "terser";
import { checkSizes } from "./sizes.mjs";

/** Lets a bundle load what stands beside it, instead of holding a second copy. */
const beside = (filter, path) => ({
  name: `beside ${path}`,
  setup: ({ onResolve }) => onResolve({ filter }, () => ({ path, external: true })),
});
const sharedClient = beside(/^\.\/index$/, "./liquid.mjs");
const sharedEngine = beside(/^\.\/late$/, "./engine.js");
const sharedPairing = beside(/^\.\/pairing\/pairing$/, "./pairing.js");

/** A style sheet with those that it imports, without what only their author reads. */
async function sheet(path) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, write: false });
  return outputFiles[0].text.trim();
}

/** Style sheets as texts. */
const sheets = {
  name: "sheets",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await sheet(path), loader: "text" })),
};

/** Has Chromium compile a whole file while it loads, beside the page's thread, instead of each function when it is first called. */
const COMPILE_AT_ONCE = "//# allFunctionsCalledOnLoad";

async function bundle(entryPoint, outfile, { format = "esm", plugins = [], preamble } = {}) {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    outfile,
    format,
    plugins,
    bundle: true,
    external: ["react", "vue", "svelte"],
    minifySyntax: true,
    write: false,
    sourcemap: "external",
    target: ["chrome120", "firefox115", "safari16.4"],
    legalComments: "none",
    logLevel: "warning",
  });
  const [map, code] = outputFiles.map(({ text }) => text);
  const name = basename(outfile);
  // esbuild bundles at once; terser takes several looks and so leaves a twentieth less to load.
  const minified = await minify(code, {
    module: format === "esm",
    ecma: 2020,
    compress: { passes: 3 },
    format: { preamble },
    sourceMap: { content: map, filename: name, url: `${name}.map` },
  });
  await Promise.all([writeFile(outfile, minified.code), writeFile(`${outfile}.map`, minified.map)]);
}

/** Each its own entry, so that nobody pays for the others. The frameworks are their users' to bring. */
const ADAPTERS = ["react", "vue", "svelte", "preact", "alpine", "store"];

await rm("dist", { recursive: true, force: true });
await mkdir("dist/dashboard", { recursive: true });
await Promise.all([
  // The page's own module: import { Liquid } from "/liquid/liquid.mjs"
  bundle("src/index.ts", "dist/liquid.mjs", { plugins: [sharedEngine, sharedPairing], preamble: COMPILE_AT_ONCE }),
  // The classic script: sets the global Liquid
  bundle("src/classic.ts", "dist/liquid.js", {
    format: "iife",
    plugins: [sharedEngine, sharedPairing],
    preamble: COMPILE_AT_ONCE,
  }),
  // One line for pages whose author writes no code
  bundle("src/auto.ts", "dist/auto.js", { plugins: [sharedClient] }),
  // The panel, loaded apart from the client
  bundle("src/panel/index.ts", "dist/panel.js", { plugins: [sheets] }),
  // Its texts in another language
  bundle("src/panel/texts.de.ts", "dist/panel.de.js"),
  // The engine: alone, or loaded by the client after the page, with what else can wait until then
  bundle("src/late.ts", "dist/engine.js"),
  // Codes and devices, loaded by the client when it is asked about them
  bundle("src/pairing/pairing.ts", "dist/pairing.js"),
  // The relay's dashboard, a page of its own
  bundle("src/dashboard/index.ts", "dist/dashboard/dashboard.js"),
  sheet("src/dashboard/dashboard.css").then(css => writeFile("dist/dashboard/dashboard.css", css)),
  ...["index.html", "icon.svg"].map(name => copyFile(`src/dashboard/${name}`, `dist/dashboard/${name}`)),
  ...ADAPTERS.map(name => bundle(`src/adapters/${name}.ts`, `dist/${name}.js`)),
]);
await checkSizes();
