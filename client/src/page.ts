import type { Arrived } from "./bases/arrivals";
import { memorize } from "./engine/memory";
import type { Patch, Remark, Section } from "./engine/patch";
import { LiquidError } from "./error";
import type { LiquidEvents, LiquidEventTarget } from "./events";
import { ATTRIBUTE, handlers as handlerRegistry } from "./handlers/handlers";
import { browserName } from "./instance/name";
import type { Liquid } from "./liquid";
import type { Base, Message, Presence, RelayError, Stored } from "./messages/envelope";
import { type Migration, writeMigration } from "./migration/migration";
import { type Receipt, readReceipt, writeReceipt } from "./migration/receipt";
import { type Mirror, mirror as startMirror } from "./mirror/mirror";
import { below, checkName, type StartOptions } from "./options";
import { reconnect } from "./reconnect/reconnect";
import { tooLarge } from "./session/errors";
import { session as openSession } from "./session/session";
import { type StateAccess, states as stateRegistry } from "./state/states";
import { webSocketTransport } from "./transport/websocket";

/** How long (ms) to wait for a relay that neither answers nor refuses. */
const PATIENCE = 5000;

/** What reads, writes, sends and takes patches. Only numbering and following the page can't wait, so this is loaded after the page. */
const loadLate = () => import("./late");

/** `EventTarget` with the types of {@link LiquidEvents}. */
const TypedEventTarget = EventTarget as { new (): LiquidEventTarget };

/**
 * Puts a page into the space of its relay: the parts of an instance and what flows between them.
 *
 * @param released is called when the instance has stopped
 */
export async function flow(
  relay: URL,
  root: Document | Element,
  options: StartOptions,
  released: () => void,
): Promise<Liquid> {
  const memory = memorize(root);
  const late = await loadLate().catch(error => {
    memory.stop();
    released();
    throw new LiquidError("failed", `engine.js, which stands beside Liquid's script, can't be loaded (${error}).`);
  });
  const engine = late.engineOn(memory);
  const handlers = handlerRegistry();
  const states = stateRegistry();
  const receiver = late.receiver(root, engine, handlers, states);
  const transport = options.transport ?? webSocketTransport(below(relay, "/socket").replace(/^http/, "ws"));
  const session = openSession(reconnect(transport), `liquid ${relay}`, options.name ?? browserName(), {
    connected() {
      emit("connected", { id: session.id });
      told();
    },
    disconnected(code, reason, error) {
      ownBase.over();
      arrivals.forget();
      emit("disconnected", { code, reason, ...(error && { error }) });
    },
    presence,
    message: (message, body) => arrivals.add(message, body),
    lacks: fingerprint => fingerprint === engine.fingerprint && ownBase.give(),
    base,
    error: complain,
  });
  const ownBase = late.handover(engine, session, (size, limit) =>
    complain(tooLarge("The page as it was loaded takes", size, limit, "MaxBaseBytes")),
  );
  const arrivals = late.arrivals(engine, fingerprint => session.say({ type: "fetch", fingerprint }), arrived);
  const sender = late.sender(
    session,
    () => engine.fingerprint,
    ownBase.give,
    sent => emit("sent", sent),
  );
  const ended = new AbortController();
  const { signal } = ended;
  let mirror: Mirror | undefined;

  function emit<K extends keyof LiquidEvents>(type: K, detail: LiquidEvents[K]["detail"]): void {
    liquid.dispatchEvent(new CustomEvent(type, { detail }));
  }

  function told(): void {
    emit("instances", session.instances());
  }

  function capture(): { patch: Patch; leftOut: Remark[]; body(keep?: Section[]): string } {
    const leftOut: Remark[] = [];
    const patch = engine.capture({ leftOut });
    const state = states.capture(error => {
      throw error;
    });
    return { patch, leftOut, body: keep => writeMigration(patch, state, keep) };
  }

  async function send(to: string): Promise<Receipt[]> {
    const { body, leftOut } = capture();
    return sender.send(to, body(), leftOut);
  }

  function presence({ change, instance }: Presence): void {
    if (change === "joined") mirror?.joined();
    else if (change !== "renamed") sender.left(instance.id);
    told();
  }

  function complain(error: LiquidError): void {
    emit("error", error);
  }

  function base(answer: Base | Stored | RelayError, rows: string): void {
    const { type, fingerprint } = answer;
    if (fingerprint === engine.fingerprint) ownBase.over();
    else if (type === "base") arrivals.learn(fingerprint!, rows);
    else if (type === "error") arrivals.refused(fingerprint!, answer.retryable, answer.retryAfterMs);
  }

  function arrived({ message, body, migration }: Arrived): void {
    const { number, from, kind, re } = message;
    if (kind === "migration") received(message, migration);
    else session.acknowledge(number);
    if (kind !== "receipt" || re === undefined) return;
    const receipt: Receipt = { ...readReceipt(body), from, id: re };
    if (sender.receipt(receipt)) emit("receipt", receipt);
  }

  function received({ number, from, id, at }: Message, migration: Migration | undefined): void {
    const outcome = receiver.receive(from, migration);
    const applied = outcome.status === "applied";
    session.acknowledge(number);
    // Who is forgotten meanwhile needs no receipt; what else fails here, fails for the page's own sends as well.
    void receiver
      .settled()
      .then(() => session.send({ to: from, kind: "receipt", re: id }, writeReceipt(outcome)).sent.catch(() => {}));
    if (applied) mirror?.received();
    const name = session.instances().find(instance => instance.id === from)?.name ?? "";
    emit("received", { ...outcome, from, name, at });
    if (applied) emit("restored", { from });
  }

  async function openPanel(): Promise<void> {
    const url = below(relay, "/panel.js");
    try {
      const panel = (await import(/* @vite-ignore */ url)) as typeof import("./panel/index");
      if (signal.aborted) return;
      const { close } = panel.openPanel(liquid);
      signal.addEventListener("abort", close);
    } catch (error) {
      emit("error", new LiquidError("failed", `The panel can't be loaded from ${url} (${error}).`));
    }
  }

  class Page extends TypedEventTarget implements Liquid {
    get id() {
      return session.id;
    }
    get name() {
      return session.name;
    }
    get connected() {
      return session.connected;
    }
    async rename(name: string) {
      checkName(name);
      session.rename(name);
      told();
    }
    async instances() {
      await welcomed;
      return session.instances();
    }
    registerHandler = handlers.register;
    bind = handlers.bind;
    registerState<T>(name: string, access: StateAccess<T>) {
      return states.register(name, access as StateAccess);
    }
    async migrate(instanceId: string) {
      if (typeof instanceId !== "string") throw new TypeError("migrate: the argument is the id of an instance.");
      if (instanceId === session.id || !/^[\w-]{22}$/.test(instanceId)) {
        const what = instanceId === session.id ? "this page itself" : "no instance's id";
        throw new LiquidError("unknown_target", `"${instanceId}" is ${what}. Choose another of instances().`);
      }
      return (await send(instanceId))[0]!;
    }
    broadcast() {
      return send("*");
    }
    mirror() {
      mirror ??= startMirror({
        capture,
        watch: engine.watch,
        send: sender.mirror,
        error: complain,
      });
      const started = mirror;
      return () => {
        started.stop();
        if (mirror === started) mirror = undefined;
      };
    }
    undo() {
      const outcome = receiver.undo();
      if (outcome) {
        mirror?.changed();
        emit("restored", { from: null });
      }
      return outcome;
    }
    stop() {
      ended.abort();
      mirror?.stop();
      session.end(new LiquidError("stopped", "Liquid was stopped on this page. Start it again to send."));
      receiver.stop();
      engine.stop();
      released();
    }
  }

  const liquid = new Page();
  const welcomed = new Promise<void>((resolve, reject) => {
    liquid.addEventListener("connected", () => resolve());
    liquid.addEventListener("disconnected", ({ detail }) => detail.error && reject(detail.error));
  });
  handlers.discover(root.querySelectorAll(`[${ATTRIBUTE}]`));
  addEventListener("pagehide", session.suspend, { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && session.resume(), { signal });
  try {
    await new Promise<void>((resolve, reject) => {
      welcomed.then(resolve, reject);
      liquid.addEventListener("disconnected", () => resolve());
      setTimeout(resolve, PATIENCE);
      session.open();
    });
  } catch (error) {
    liquid.stop();
    throw error;
  }
  if (options.panel) void openPanel();
  return liquid;
}
