import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./ports.mjs";

const START_MS = 60_000;
const INSTALLED = "/usr/lib/postgresql";

/** It refuses to run as root. */
const asServer = process.getuid() === 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

/** Ends the server when it is told to, and when whoever started it is gone. */
const KEEPER = '"$@" & server=$!; read -r signal; kill -s INT $server; wait $server';

/** As durable as one in earnest: the defaults for what is on the disk when a commit returns, said here so that nobody wonders. */
const SETTINGS = ["fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=256MB", "max_connections=100"];

/** Debian's PostgreSQL in a folder and on a port of its own, for as long as it is used: `use(connectionString)`. */
export async function withPostgres(use) {
  const folder = await mkdtemp(join(tmpdir(), "liquid-postgres-"));
  try {
    if (asServer.length) await run("chown", "postgres:", folder);
    else await chmod(folder, 0o700);
    await run(...asServer, program("initdb"), "-D", folder, "-U", "liquid", "--auth=trust", "--encoding=UTF8", "--locale=C");
    const port = await freePort();
    const server = await start(folder, port);
    try {
      return await use(`Host=127.0.0.1;Port=${port};Username=liquid;Database=postgres`);
    } finally {
      const ended = new Promise(resolve => server.once("exit", resolve));
      server.stdin.end();
      await ended;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function start(folder, port) {
  const settings = [...SETTINGS, "listen_addresses=127.0.0.1", "unix_socket_directories="].flatMap(one => ["-c", one]);
  const [first, ...rest] = [...asServer, "sh", "-c", KEEPER, "sh", program("postgres"), "-D", folder, "-p", port, ...settings];
  const server = spawn(first, rest.map(String), { cwd: "/", stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`PostgreSQL does not start: ${said}`)), START_MS);
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`PostgreSQL ended: ${said}`)));
    server.stderr.on("data", text => {
      said = (said + text).slice(-10_000);
      if (!said.includes("ready to accept connections")) return;
      clearTimeout(late);
      resolve();
    });
  });
  return server;
}

function program(name) {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).sort((one, other) => Number(other) - Number(one)) : [];
  const found = versions.map(version => join(INSTALLED, version, "bin", name)).find(existsSync);
  if (!found) throw new Error("PostgreSQL is needed: apt-get install postgresql");
  return found;
}

const run = (command, ...parameters) => promisify(execFile)(command, parameters, { cwd: "/" });
