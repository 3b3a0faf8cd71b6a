import type { Arrived } from "./bases/arrivals";
import { isElement, OWNED } from "./engine/base/scope";
import { memorize } from "./engine/memory";
import { LiquidError } from "./error";
import type { LiquidEvents, LiquidEventTarget } from "./events";
import type { HandlerPlace, HandlerSpec } from "./handlers/spec";
import { browserName } from "./instance/name";
import type { Liquid } from "./liquid";
import type { Base, Presence, RelayError, Stored } from "./messages/envelope";
import { departure } from "./migration/departure";
import { ENDED, TAKEN_BACK, WITHDRAWN } from "./migration/migration";
import { type Receipt, readReceipt } from "./migration/receipt";
import { mirroring } from "./mirror/mirroring";
import { below, checkName, type PanelOptions, type StartOptions } from "./options";
import { followInvitation } from "./pairing/invited";
import { reconnect } from "./reconnect/reconnect";
import { tooLarge } from "./session/errors";
import { leaving } from "./session/leaving";
import { session as openSession } from "./session/session";
import { remember, remembered } from "./session/storage";
import type { TimerFunction } from "./state/timers";
import { TICKET } from "./transport/transport";
import { webSocketTransport } from "./transport/websocket";

/** How long (ms) to wait for a relay that neither answers nor refuses. */
const PATIENCE = 5000;

/** How long (s) it is told that a mirror is over: as long as what it sent waits. */
const MOMENT = 30;

/** What reads, writes, sends and takes patches. Only following the page can't wait, so this is loaded after it. */
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
  markOwned(root, options);
  const memory = memorize(root);
  const late = await loadLate().catch(error => {
    memory.stop();
    released();
    throw new LiquidError("failed", `engine.js, which stands beside Liquid's script, can't be loaded (${error}).`);
  });
  const engine = late.engineOn(memory);
  const handlers = late.handlers(root);
  const application = late.application(handlers, () => mirror.changed());
  const place = late.place(options);
  const parts = { engine, application, place };
  const here = `liquid ${relay}`;
  const past = late.history(`${here} history`, () => engine.fingerprint);
  const receiver = late.receiver(root, parts, past);
  const waiting = late.waiting(`${here} waiting`, () => emit("waiting", waiting.list()));
  const transport = options.transport ?? webSocketTransport(below(relay, "/socket").replace(/^http/, "ws"));
  const session = openSession(reconnect(transport), here, remembered(`${here} name`) ?? options.name ?? browserName(), {
    connected() {
      emit("connected", { id: session.id });
      told();
      waiting.only(session.instances());
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
    waiting,
    progress => emit("progress", progress),
    body => receiver.gone(body),
  );
  const miniatures = late.miniatures(session, root, `${here} miniature`);
  const trust = late.trust(`${here} trusted`);
  const ended = new AbortController();
  const { signal } = ended;
  /** While the panel is being loaded. */
  let panel: Promise<void> | false | undefined;

  function emit<K extends keyof LiquidEvents>(type: K, detail: LiquidEvents[K]["detail"]): void {
    liquid.dispatchEvent(new CustomEvent(type, { detail }));
  }

  function told(): void {
    emit("instances", session.instances());
  }

  /** The page as it is now, if all of it can be sent. */
  const capture = () =>
    late.capture(parts, (name, why) => {
      throw new LiquidError("bad_state", `State "${name}" can't be sent (${why}). Let get() give plain values.`);
    });

  /** Asks the page by an event; a promise if it asks somebody first. */
  const ask = (type: "sending" | "invited", detail: object) =>
    late.consent(type, detail, event => liquid.dispatchEvent(event));
  const mayGo = (to: string, mirror: boolean) => ask("sending", { to, mirror });
  const mirror = mirroring(
    () => mayGo("*", true),
    () => late.mirror({ capture, watch: engine.watch, send: sender.mirror, error: complain }),
    is => {
      // Those that follow are told that it is over.
      if (!is) session.send({ to: "*", kind: "note", ttl: MOMENT }, ENDED).sent.catch(() => {});
      emit("mirroring", is);
    },
    complain,
  );
  const stopped = () => new LiquidError("stopped", "Liquid was stopped on this page. Start it again to send.");

  function presence({ change, instance }: Presence): void {
    if (change === "joined") mirror.joined();
    else if (change !== "renamed") {
      sender.left(instance.id);
      reception.ended(instance.id);
    }
    if (change === "forgotten") waiting.drop(instance.id);
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
    const { from, kind, re } = message;
    const withdrawn = body === WITHDRAWN || body === TAKEN_BACK;
    const take = () => (kind === "migration" && !withdrawn ? reception.take(message, migration) : undefined);
    // Whom the panel is to ask and tell is not there before the panel is.
    inbox(message, () => (panel ? panel.then(take) : take()));
    if (kind === "note") miniatures.note(from, body);
    if (kind === "note" && body === ENDED) reception.ended(from);
    // Where it fails, the other goes on with what it has.
    if (body === TAKEN_BACK && reception.givesBack(from)) outbound.send(from).catch(complain);
    if (kind !== "receipt" || re === undefined) return;
    const receipt: Receipt = { ...readReceipt(body), from, id: re };
    if (sender.receipt(receipt)) emit("receipt", receipt);
  }

  const pairing = async () => (await import("./pairing/pairing")).pairing(relay, LiquidError);

  const invited = () =>
    followInvitation(
      async () => {
        await panel;
        return pairing();
      },
      code => ask("invited", { code }),
      complain,
    );

  const welcome = () =>
    new Promise<void>((resolve, reject) => {
      const heard = new AbortController();
      const settle = (error?: LiquidError) => {
        heard.abort();
        if (error) reject(error);
        else resolve();
      };
      liquid.addEventListener("connected", () => settle(), heard);
      liquid.addEventListener("disconnected", ({ detail }) => detail.error && settle(detail.error), heard);
    });

  async function openPanel(look: PanelOptions): Promise<void> {
    const url = below(relay, "/panel.js");
    try {
      const loaded = (await import(/* @vite-ignore */ url)) as typeof import("./panel/index");
      if (signal.aborted) return;
      const { close } = loaded.openPanel(liquid, look);
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
      checkName(name, session.limits?.name);
      session.rename(name);
      remember(`${here} name`, name);
      told();
    }
    async instances() {
      await welcomed;
      return session.instances();
    }
    registerHandler(name: string, spec: HandlerSpec | TimerFunction, place?: HandlerPlace) {
      return typeof spec === "function"
        ? application.timers.register(name, spec)
        : handlers.register(name, spec, place);
    }
    bind = handlers.bind;
    registerState = application.states.register;
    registerType = application.types.register;
    setTimeout = application.timers.setTimeout;
    setInterval = application.timers.setInterval;
    clearTimer = application.timers.clear;
    pauseTimer = application.timers.pause;
    resumeTimer = application.timers.resume;
    async migrate(instanceId: string, { move = false }: { move?: boolean } = {}) {
      outbound.checkTarget(instanceId);
      return (await outbound.send(instanceId, move))[0]!;
    }
    async takeBack(instanceId: string) {
      outbound.checkTarget(instanceId);
      return outbound.takeBack(instanceId);
    }
    waiting = waiting.list;
    async cancel(to: string) {
      await outbound.cancel(to);
    }
    get following() {
      return reception.following();
    }
    unfollow() {
      reception.unfollow();
    }
    history = past.list;
    trusted = trust.list;
    trust = trust.set;
    broadcast() {
      return outbound.send("*");
    }
    mirror = mirror.start;
    get mirroring() {
      return mirror.is;
    }
    undo(index = 0) {
      const outcome = reception.undo(index);
      if (outcome) mirror.changed();
      return outcome;
    }
    async pair() {
      return (await pairing()).pair();
    }
    async join(code: string) {
      await (await pairing()).join(code);
      if (signal.aborted) throw stopped();
      const back = welcome();
      session.renew();
      await back;
    }
    async leave() {
      await (await pairing()).leave();
    }
    async devices() {
      return (await pairing()).devices();
    }
    async removeDevice(deviceId: string) {
      await (await pairing()).remove(deviceId);
    }
    async miniature(instanceId: string) {
      outbound.checkTarget(instanceId);
      return miniatures.of(instanceId);
    }
    get miniatureAllowed() {
      return miniatures.allowed;
    }
    set miniatureAllowed(allowed: boolean) {
      miniatures.allow(allowed);
    }
    stop() {
      ended.abort();
      mirror.end();
      session.end(stopped());
      receiver.stop();
      application.timers.stop();
      engine.stop();
      released();
    }
  }

  const liquid = new Page();
  const inbox = late.inbox(session.acknowledge);
  const outbound = departure({ liquid, session, sender, waiting, capture, consent: mayGo, signal });
  const reception = late.reception({
    liquid,
    session,
    receiver,
    history: past,
    trust,
    reboot: options.restore === "reboot" ? late.reboot(`${here} reboot`, place) : undefined,
    arrived: () => mirror.received(),
  });
  const welcomed = welcome();
  handlers.discover(root.querySelectorAll(`[${late.ATTRIBUTE}]`));
  leaving(session, [past, waiting], signal);
  addEventListener("hashchange", async () => (await invited()) && !signal.aborted && session.renew(), { signal });
  for (const message of session.waiting()) if (message.letter.kind === "migration") waiting.add(message);
  panel =
    options.panel &&
    openPanel(options.panel === true ? {} : options.panel).finally(() => {
      panel = undefined;
    });
  // Whoever is asked by the panel may take a while; the page goes on meanwhile.
  if (panel) void invited().then(went => went && !signal.aborted && session.renew());
  else await invited();
  try {
    await new Promise<void>((resolve, reject) => {
      welcomed.then(resolve, reject);
      liquid.addEventListener("disconnected", ({ detail }) => detail.code !== TICKET && resolve());
      setTimeout(resolve, PATIENCE);
      session.open();
    });
  } catch (error) {
    liquid.stop();
    throw error;
  }
  // Behind the code that directly follows, as all that arrives.
  setTimeout(async () => {
    await panel;
    if (!signal.aborted) reception.resume();
  });
  return liquid;
}

/** Marks what the page's author names by a selector as a framework's own; all of it, where it starts again from storage. */
function markOwned(root: Document | Element, { owned, restore }: StartOptions): void {
  const found: Element[] = owned ? [...root.querySelectorAll(owned)] : [];
  if (restore === "reboot") found.push(isElement(root) ? root : root.body);
  for (const element of found) element.setAttribute(OWNED, "");
}
