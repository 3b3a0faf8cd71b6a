// node run.mjs [NAME…]: the applications of TodoMVC, each with one line added, from one browser to another and back.
import { spawn } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "../client/node_modules/playwright/index.mjs";
import { TodoList } from "./app.mjs";

const LINE =
  '<script type="module" src="/liquid/auto.js" data-restore="reboot" data-storage="*" data-address="hash"></script>';
const here = path => fileURLToPath(new URL(path, import.meta.url));
const examples = here("node_modules/todomvc/examples");

const only = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "liquid-todomvc-"));
const names = [];
for (const name of await readdir(examples)) {
  if (only.length && !only.includes(name)) continue;
  const page = await readFile(join(examples, name, "index.html"), "utf8").catch(() => undefined);
  if (page === undefined) continue;
  await cp(join(examples, name), join(folder, name), { recursive: true });
  const end = page.lastIndexOf("</body>");
  await writeFile(
    join(folder, name, "index.html"),
    end < 0 ? page + LINE : page.slice(0, end) + LINE + page.slice(end),
  );
  names.push(name);
}

const host = spawn("dotnet", [
  here("../../server/Liquid.Host/bin/Debug/net10.0/Liquid.Host.dll"),
  ...["--urls", "http://127.0.0.1:0", "--webroot", folder],
  ...["--Liquid:Spaces=shared", "--Liquid:Store=memory"],
]);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // What a page names elsewhere is not fetched.
  args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-gpu", "--no-first-run"],
});
try {
  const address = await addressOf(host);
  const counts = new Map();
  for (const name of names) {
    const [outcome, why = ""] = await flow(`${address}/${name}/index.html`);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    console.log(`${outcome.padEnd(28)} ${name}${why && `: ${why}`}`);
  }
  console.log(`\n${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(", ")}`);
  process.exitCode = counts.has("did not arrive whole") ? 1 : 0;
} finally {
  await browser.close();
  host.kill();
  await rm(folder, { recursive: true });
}

/** Work at A, to B, work at B, and back to A. */
async function flow(url) {
  const lists = [];
  try {
    const a = await TodoList.open(browser, url);
    lists.push(a);
    await a.add("milk", "bread", "cheese");
    await a.tick("bread");
    await a.type("half a sen");
    const atA = await a.look();
    if (!/bread ✓/.test(atA)) return ["does not run here", "its own tick is not seen"];

    const b = await TodoList.open(browser, url);
    lists.push(b);
    await a.migrate(b);
    const atB = await b.look();
    if (atB !== atA) return await notWhole(a, atA, atB);

    await b.add("eggs");
    await b.tick("milk");
    const later = await b.look();
    if (!/eggs/.test(later) || !/milk ✓/.test(later)) return ["did not arrive whole", `it did not go on: ${later}`];
    await b.migrate(a);
    const back = await a.look();
    return back === later ? ["arrived whole, both ways"] : await notWhole(b, later, back);
  } catch (error) {
    return [lists.length < 2 ? "does not run here" : "did not arrive whole", error.message.split("\n")[0]];
  } finally {
    for (const list of lists) await list.close();
  }
}

/** An application that forgets over a reload has nothing that could travel. */
async function notWhole(list, sent, arrived) {
  await list.reload();
  const after = JSON.parse(await list.look());
  const before = JSON.parse(sent);
  return `${after.todos}` === `${before.todos}`
    ? ["did not arrive whole", `${sent} became ${arrived}`]
    : ["forgets by itself", `over a reload ${before.todos} become ${after.todos}`];
}

function addressOf(host) {
  return new Promise((resolve, reject) => {
    let said = "";
    host.stdout.on("data", text => {
      said += text;
      const [, address] = /Now listening on: (\S+)/.exec(said) ?? [];
      if (address) resolve(address);
    });
    host.on("exit", () => reject(new Error(`The relay did not start:\n${said}`)));
  });
}
