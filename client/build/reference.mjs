// Writes API.md from the docstrings of what the package exports; with --check it tells whether that is as it would be written.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readDeclarations } from "./declarations.mjs";

const client = fileURLToPath(new URL("..", import.meta.url));
const page = join(client, "API.md");

/** The entries of the package: how they are imported, where their declarations stand, and what is said of them. */
const ENTRIES = [
  ["/liquid/liquid.mjs", "index", ""],
  ["liquid-page/react", "adapters/react", "React 18 and 19."],
  ["liquid-page/vue", "adapters/vue", "Vue 3."],
  ["liquid-page/svelte", "adapters/svelte", "Svelte 5."],
  ["liquid-page/preact", "adapters/preact", "Signals of `@preact/signals`, whoever renders what they hold."],
  ["liquid-page/alpine", "adapters/alpine", "Alpine 3."],
  [
    "liquid-page/store",
    "adapters/store",
    "Stores with `getState`, `setState` and `subscribe`: Zustand, Redux and their like.",
  ],
  ["/liquid/engine.js", "engine/index", "The engine alone."],
];

/** What a reader looks for first. */
const FIRST = ["Liquid", "StartOptions", "AutoAttributes", "LiquidEvents", "Receipt", "StateAccess"];

const types = await mkdtemp(join(tmpdir(), "liquid-types-"));
try {
  execFileSync(join(client, "node_modules/.bin/tsc"), ["--project", "tsconfig.types.json", "--outDir", types], {
    cwd: client,
    stdio: "inherit",
  });
  const parts = [];
  for (const [name, path, about] of ENTRIES) {
    const found = await readDeclarations(types, path);
    const exported = new Set(found.map(({ name }) => name));
    parts.push(`## \`${name}\``, about, ...found.sort(byInterest).flatMap(one => describe(one, exported)));
  }
  const text = `${["# The API", "Written by `npm run reference` from the docstrings in `src`.", ...parts].filter(Boolean).join("\n\n")}\n`;
  if (!process.argv.includes("--check")) await writeFile(page, text);
  else if (text !== (await readFile(page, "utf8"))) {
    console.error("API.md is not what the docstrings say. Run `npm run reference` in client, and commit it.");
    process.exitCode = 1;
  }
} finally {
  await rm(types, { recursive: true });
}

function byInterest(one, other) {
  const rank = ({ kind, name }) => (FIRST.includes(name) ? FIRST.indexOf(name) - (kind === "const") / 2 : FIRST.length);
  return rank(one) - rank(other);
}

/** A declaration in Markdown: what it is, and its members with what each is for; with those of what it extends, unless that stands there too. */
function describe({ kind, name, code, doc, members, inherited }, exported) {
  const base = code.match(/ extends ([^<,]+)/)?.[1];
  const isThere = !base || exported.has(base) || !inherited.length;
  const title = kind === "function" || kind === "const" ? `\`${name}\`` : name;
  const shown = members?.length ? [] : [`\`\`\`ts\n${code}\n\`\`\``];
  const origin = base && isThere ? [`\`${code}\``] : [];
  const all = members && [...(isThere ? [] : inherited), ...members];
  return [`### ${title}`, prose(doc), ...origin, ...shown, all?.map(item).join("\n")].filter(Boolean);
}

function item({ code, doc }) {
  const text = prose(doc);
  return `- \`${code.replace(/;$/, "").replace(/\s+/g, " ")}\`${text && `: ${text.replace(/\n\n?/g, "\n  ")}`}`;
}

/** A docstring's text; what it says of parameters and of what is returned stands behind as sentences of their own. */
function prose(doc = "") {
  const [text, ...tags] = doc.split(/\n?@(?=param|returns)/);
  const said = tags.map(tag => {
    const [, kind, rest] = tag.match(/^(param|returns)\s+([\s\S]*)/);
    if (kind === "returns") return `Returns ${rest.trim()}.`;
    const [, name, about] = rest.match(/^(\S+)\s+([\s\S]*)/);
    return `\`${name}\`: ${about.trim()}.`;
  });
  return [text.trim(), said.join(" ").replace(/\s+/g, " ")]
    .filter(Boolean)
    .join("\n")
    .replace(/\{@link (\w+)\}/g, "`$1`");
}
