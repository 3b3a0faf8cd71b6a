// Bundles the client into dist/: one file for each entry of the package, each with its source map.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const common = {
  bundle: true,
  minify: true,
  sourcemap: true,
  target: ["chrome120", "firefox115", "safari16.4"],
  legalComments: "none",
  logLevel: "warning",
};

/** Lets a bundle load liquid.mjs, which stands beside it, instead of holding a second copy of the client. */
const sharedModule = {
  name: "shared-module",
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/index$/ }, () => ({ path: "./liquid.mjs", external: true })),
};

await rm("dist", { recursive: true, force: true });
await Promise.all([
  // The page's own module: import { Liquid } from "/liquid/liquid.mjs"
  build({ ...common, format: "esm", entryPoints: ["src/index.ts"], outfile: "dist/liquid.mjs" }),
  // The classic script: sets the global Liquid
  build({ ...common, format: "iife", entryPoints: ["src/classic.ts"], outfile: "dist/liquid.js" }),
  // One line for pages whose author writes no code
  build({ ...common, format: "esm", entryPoints: ["src/auto.ts"], outfile: "dist/auto.js", plugins: [sharedModule] }),
  // The panel, loaded apart from the client
  build({ ...common, format: "esm", entryPoints: ["src/panel/index.ts"], outfile: "dist/panel.js" }),
  // The engine alone
  build({ ...common, format: "esm", entryPoints: ["src/engine/index.ts"], outfile: "dist/engine.js" }),
]);
