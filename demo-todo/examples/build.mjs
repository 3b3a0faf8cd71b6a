// Bundles the examples into wwwroot/examples/built, with the frameworks' development builds: these warn of what is wrong.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compileScript, parse } from "@vue/compiler-sfc";
import { build } from "esbuild";
import { compile } from "svelte/compiler";

const at = path => fileURLToPath(new URL(path, import.meta.url));

const svelte = {
  name: "svelte",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => ({
      contents: compile(await readFile(path, "utf8"), { filename: path, generate: "client", dev: true }).js.code,
    })),
};

const vue = {
  name: "vue",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor } = parse(await readFile(path, "utf8"), { filename: path });
      return { contents: compileScript(descriptor, { id: "todo", inlineTemplate: true }).content };
    }),
};

await build({
  entryPoints: ["react.jsx", "vue.js", "svelte.js", "preact.jsx", "alpine.js", "jquery.js"].map(name => at(`src/${name}`)),
  outdir: at("../wwwroot/examples/built"),
  plugins: [svelte, vue],
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  conditions: ["development", "browser"],
  define: {
    "process.env.NODE_ENV": '"development"',
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  // Liquid comes from the relay, and its adapters from the package beside; they find the frameworks here.
  external: ["/liquid/*"],
  alias: Object.fromEntries(
    ["react", "vue", "svelte", "preact", "alpine"].map(name => [`liquid-page/${name}`, at(`../../client/dist/${name}.js`)]),
  ),
  nodePaths: [at("node_modules")],
  logLevel: "warning",
});
