// Reads what the compiler writes as declarations (*.d.ts): regular enough to be read line by line.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * What a module exports, in the order in which it does: `{ kind, name, code, doc, members?, inherited }`, where members are
 * `{ code, doc }`. What it exports of other modules is read there.
 */
export async function readDeclarations(folder, path) {
  const text = await readFile(join(folder, `${path}.d.ts`), "utf8");
  const found = parse(text);
  for (const one of found) one.inherited = await inherited(folder, path, text, one.code);
  for (const [, names, from] of text.matchAll(/^export (?:type )?\{([^}]*)\} from "(.+)";$/gm)) {
    const wanted = names.split(",").map(name => name.replace(/\btype\b/, "").trim());
    // Behind the last of a list that takes more than one line stands a comma too.
    if (!wanted.at(-1)) wanted.pop();
    const there = await readDeclarations(folder, join(path, "..", from));
    for (const name of wanted) {
      const declared = there.filter(one => one.name === name);
      if (!declared.length) throw new Error(`${path}.d.ts exports ${name}, which ${from}.d.ts does not declare.`);
      found.push(...declared);
    }
  }
  return found;
}

/** The documented members of what an interface extends, if that is declared in another module. */
async function inherited(folder, path, text, code) {
  const base = code.match(/^interface .* extends (\w+)$/)?.[1];
  const from = base && text.match(new RegExp(`^import .*\\b${base}\\b.* from "(\\.{1,2}/.+)";$`, "m"))?.[1];
  const there = from ? await readDeclarations(folder, join(path, "..", from)) : [];
  return there.filter(({ name }) => name === base).flatMap(({ members }) => members.filter(({ doc }) => doc));
}

function parse(text) {
  return statements(text).flatMap(({ code, doc }) => {
    const declared = code.match(/^export (?:declare |abstract )*(interface|type|class|const|function) (\w+)/);
    if (!declared) return [];
    const [, kind, name] = declared;
    const head = code.replace(/^export (declare )?/, "");
    const body = kind === "type" || kind === "function" ? null : code.match(/\{\n([\s\S]*)\n\};?$/);
    const members = body && statements(body[1].replace(/^ {4}/gm, ""));
    return [{ kind, name, doc, code: body ? head.slice(0, head.indexOf("{")).trim() : head, members }];
  });
}

/** Statements or members that begin at the margin, each with the docstring before it. */
function statements(text) {
  const found = [];
  let doc = "";
  let open = [];
  for (const line of text.split("\n")) {
    if (!open.length && !line.trim()) continue;
    open.push(line);
    const so = open.join("\n");
    const isDoc = so.startsWith("/**");
    if (isDoc ? !line.endsWith("*/") : depth(so) > 0 || !/[;}]$/.test(line)) continue;
    if (isDoc)
      doc = so
        .replace(/^\/\*\*|\*\/$/g, "")
        .replace(/^\s*\* ?/gm, "")
        .trim();
    else {
      found.push({ code: so, doc });
      doc = "";
    }
    open = [];
  }
  return found;
}

/** How many braces and brackets are open at the end of a text. */
const depth = text =>
  [...text.replace(/=>/g, "").replace(/\/\*\*[\s\S]*?\*\//g, "")].reduce(
    (level, sign) => level + ("{([".includes(sign) ? 1 : "})]".includes(sign) ? -1 : 0),
    0,
  );
