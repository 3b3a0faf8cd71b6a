import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./ports.mjs";
import { withPostgres } from "./postgres.mjs";

const START_MS = 20_000;

const dotnet = (folder, program) => (port, settings = []) => [
  "dotnet",
  `servers/${folder}/bin/Release/net10.0/${program}.dll`,
  `--urls=http://127.0.0.1:${port}`,
  ...settings,
];
const liquid = (store, setting) => (port, place) =>
  dotnet("liquid", "LiquidRelay")(port, [`--Liquid:Store=${store}`, `--Liquid:${setting}=${place}`]);

/**
 * Which is which: the dialect that the load speaks to it, the command that starts it, and what it keeps its messages in (a
 * folder, unless it says otherwise). Each says `listening`.
 */
export const servers = {
  "liquid, SQLite": { dialect: "liquid", command: liquid("sqlite", "Data") },
  "liquid, memory": { dialect: "liquid", command: liquid("memory", "Data") },
  "liquid, PostgreSQL": { dialect: "liquid", command: liquid("postgres", "Postgres"), withPlace: withPostgres },
  "bare ASP.NET": { dialect: "plain", command: port => dotnet("bare", "Bare")(port) },
  "epoll in C": { dialect: "plain", command: port => ["servers/epoll/relay", port] },
  ws: { dialect: "plain", command: port => ["node", "servers/node/ws.mjs", port] },
  "Socket.IO": { dialect: "socketio", command: port => ["node", "servers/node/socket.io.mjs", port] },
  SignalR: { dialect: "signalr", command: port => dotnet("signalr", "SignalR")(port) },
};

/** Starts a server for as long as it is used: `use({ pid, port, dialect })`. */
export function withServer(name, use) {
  const { dialect, command, withPlace = withFolder } = servers[name];
  return withPlace(async place => {
    const port = await freePort();
    const [program, ...parameters] = command(port, place);
    const child = spawn(program, parameters.map(String), { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] });
    const ended = new Promise(resolve => child.once("exit", resolve));
    try {
      await listening(child);
      return await use({ pid: child.pid, port, dialect });
    } finally {
      child.kill("SIGKILL");
      await ended;
    }
  });
}

async function withFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), "liquid-relay-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function listening(child) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("The server does not listen.")), START_MS);
    child.once("error", reject);
    child.once("exit", code => reject(new Error(`The server ended (${code}).`)));
    child.stdout.on("data", text => {
      if (!String(text).includes("listening")) return;
      clearTimeout(late);
      resolve();
    });
  });
}
