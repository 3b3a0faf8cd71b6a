// node run.mjs [--only=WORKLOAD,…] [--servers=SERVER,…] [--rounds=N] [--json=FILE]: see run.sh.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs, promisify } from "node:util";
import { printTargets, printWorkload } from "./report.mjs";
import { servers, withServer } from "./servers.mjs";
import { targets } from "./targets.mjs";
import { workloads } from "./workloads.mjs";

/** A load that takes longer is given up. */
const LOAD_MS = 150_000;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: Object.keys(workloads).join() },
    servers: { type: "string", default: Object.keys(servers).join(";") },
    rounds: { type: "string", default: "1" },
    json: { type: "string" },
  },
});

// What was measured before, so that a long run can be taken in parts.
const figures = options.json && existsSync(options.json) ? JSON.parse(await readFile(options.json, "utf8")) : {};
for (const name of options.only.split(",")) {
  const workload = workloads[name];
  if (!workload) throw new Error(`There is no workload "${name}". Choose of: ${Object.keys(workloads).join(", ")}`);
  const chosen = workload.servers.filter(server => options.servers.split(";").includes(server));
  figures[name] = { ...figures[name], ...(await measure(workload, chosen)) };
  printWorkload(workload, figures[name]);
  if (options.json) await writeFile(options.json, JSON.stringify(figures, null, 2));
}
printTargets(targets(figures));

/** The servers in turn, round after round, so that a busy moment meets all of them; then each one's median round. */
async function measure({ load, columns }, names) {
  const rounds = Object.fromEntries(names.map(name => [name, []]));
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const name of names) rounds[name].push(await run(name, load));
  }
  const [[, figure]] = columns;
  return Object.fromEntries(names.map(name => [name, median(rounds[name], figure)]));
}

async function run(name, load) {
  try {
    return await withServer(name, async ({ pid, port, dialect }) => {
      const settings = Object.entries({ dialect, pid, port, ...load }).map(([key, value]) => `--${key}=${value}`);
      const { stdout } = await promisify(execFile)("load/build/load", settings, {
        cwd: import.meta.dirname,
        timeout: LOAD_MS,
      });
      return JSON.parse(stdout);
    });
  } catch (problem) {
    console.error(`${name}: ${problem.stderr || problem.message}`);
    return { error: "failed" };
  }
}

function median(rounds, figure) {
  const worked = rounds.filter(one => !one.error).sort((one, other) => figure(one) - figure(other));
  return worked[Math.floor(worked.length / 2)] ?? rounds[0];
}
