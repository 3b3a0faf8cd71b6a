import { type Engine, type Patch, type Remark, remember, type Section } from "./engine";
import { LiquidError } from "./error";
import { type LiquidEvents, TypedEventTarget } from "./events";
import { ATTRIBUTE, Handlers } from "./handlers/handlers";
import type { HandlerSpec } from "./handlers/spec";
import { newIdentity, putIdentity, takeIdentity } from "./instance/identity";
import { browserName } from "./instance/name";
import type { Instance } from "./instance/roster";
import type { Message, Presence } from "./messages/envelope";
import { writeMigration } from "./migration/migration";
import { type Outcome, type Receipt, readReceipt, writeReceipt } from "./migration/receipt";
import { Receiver } from "./migration/receiver";
import { Sender } from "./migration/sender";
import { Mirror } from "./mirror/mirror";
import { below, checkName, readOptions, type StartOptions } from "./options";
import { reconnect } from "./reconnect/reconnect";
import { Session } from "./session/session";
import { type StateAccess, States } from "./state/states";
import { webSocketTransport } from "./transport/websocket";

/** Roots on which an instance runs: two on the same would undo each other's work. */
const taken = new WeakSet<Node>();

/** How long (ms) `start` waits for a relay that neither answers nor refuses. */
const START_PATIENCE = 5000;

/** A page that flows to other browsers and takes what flows to it. Made by {@link Liquid.start}. */
export class Liquid extends TypedEventTarget {
  readonly #root: Document | Element;
  /** Where the identity stands in `sessionStorage` between two pages. */
  readonly #place: string;
  readonly #engine: Engine;
  readonly #handlers = new Handlers();
  readonly #states = new States();
  readonly #receiver: Receiver;
  readonly #session: Session;
  readonly #sender: Sender;
  readonly #ended = new AbortController();
  readonly #welcomed: Promise<void>;
  #mirror: Mirror | undefined;

  /**
   * Waits for the page's `load` event, remembers the page as it is then, and joins the space of its relay.
   *
   * Resolves when the relay has welcomed this instance, or when it can't be reached: then it keeps trying, and what is
   * sent waits in the page. Rejects with a `TypeError` for wrong options, and with a {@link LiquidError} if the relay
   * refuses (`unsupported_version` …) or if an instance runs on this page already (`already_started`).
   */
  static async start(options: StartOptions = {}): Promise<Liquid> {
    const { relay, root, panel } = readOptions(options);
    await loaded();
    if (taken.has(root)) {
      throw new LiquidError(
        "already_started",
        "Liquid runs on this page already. Use what the first start gave, or stop it.",
      );
    }
    taken.add(root);
    const liquid = new Liquid(relay, root, options);
    try {
      await liquid.#join();
    } catch (error) {
      liquid.stop();
      throw error;
    }
    if (panel) void liquid.#openPanel(below(relay, "/panel.js").href);
    return liquid;
  }

  private constructor(relay: URL, root: Document | Element, options: StartOptions) {
    super();
    const name = options.name ?? browserName();
    const transport = options.transport ?? webSocketTransport(below(relay, "/socket").href.replace(/^http/, "ws"));
    this.#root = root;
    this.#place = `liquid ${relay}`;
    this.#engine = remember(root);
    this.#receiver = new Receiver(root, this.#engine, this.#handlers, this.#states);
    this.#handlers.discover(root.querySelectorAll(`[${ATTRIBUTE}]`));
    this.#session = new Session(reconnect(transport), takeIdentity(this.#place) ?? newIdentity(), name, {
      connected: () => this.#connected(),
      disconnected: (code, reason, error) => this.#emit("disconnected", { code, reason, ...(error && { error }) }),
      presence: presence => this.#presence(presence),
      message: (message, body = "") => this.#message(message, body),
      error: error => this.#emit("error", error),
    });
    this.#sender = new Sender(this.#session, sent => this.#emit("sent", sent));
    this.#welcomed = new Promise((resolve, reject) => {
      this.addEventListener("connected", () => resolve());
      this.addEventListener("disconnected", ({ detail }) => detail.error && reject(detail.error));
    });
  }

  /** This instance's id in its space, 22 characters of base64url; the same after a reload of the page. */
  get id(): string {
    return this.#session.identity.id;
  }

  /** What this instance is called. */
  get name(): string {
    return this.#session.name;
  }

  /** Whether the relay is there now. While it is not, what is sent waits in the page. */
  get connected(): boolean {
    return this.#session.connected;
  }

  /** Gives this instance another name of 1 to 80 characters, which it keeps across a reload of the page. */
  async rename(name: string): Promise<void> {
    checkName(name);
    this.#session.rename(name);
    this.#emit("instances", this.#list());
  }

  /**
   * Everyone in the space, this page included, in the relay's order; those who are away too. Names are distinct: the second
   * "Chromium on Linux" is "Chromium on Linux 2". Waits for the first welcome; without a connection, the last list known.
   */
  async instances(): Promise<Instance[]> {
    await this.#welcomed;
    return this.#list();
  }

  /**
   * Registers listeners under a name that elements mention in `data-handler`: `{ click: fn }`, or with the options of
   * `addEventListener`, `{ keydown: [fn, { capture: true }] }`. They are bound at once to the elements that the page was
   * loaded with, and to those that arrive, before or after. A name registered again takes the new functions everywhere.
   * Elements that the application makes are its own to bind, by itself or with {@link bind}.
   *
   * @returns how to unregister, which unbinds
   */
  registerHandler(name: string, spec: HandlerSpec): () => void {
    return this.#handlers.register(name, spec);
  }

  /** Binds an element to one or more registered handlers ("toggle other") and writes the names into its `data-handler`. */
  bind(element: Element, names: string): void {
    this.#handlers.bind(element, names);
  }

  /**
   * Lets a variable travel with the page, as a JSON value. `set` is called after the tree has arrived; what it throws becomes
   * a remark in the receipt.
   *
   * @returns how to unregister
   */
  registerState<T>(name: string, access: StateAccess<T>): () => void {
    return this.#states.register(name, access as StateAccess);
  }

  /**
   * Sends the page as it is now to one instance. Resolves with its receipt; with one that says `waiting` if the instance is
   * away, leaves, or is silent for 30 s: its receipt then comes as a `receipt` event. Without a connection, the page as it
   * is now waits until the relay is back. Rejects with a {@link LiquidError}: `unknown_target`, `too_large`, `bad_state` …
   */
  async migrate(instanceId: string): Promise<Receipt> {
    if (typeof instanceId !== "string") throw new TypeError("migrate: the argument is the id of an instance.");
    if (instanceId === this.id || !/^[\w-]{22}$/.test(instanceId)) {
      const what = instanceId === this.id ? "this page itself" : "no instance's id";
      throw new LiquidError("unknown_target", `"${instanceId}" is ${what}. Choose another of instances().`);
    }
    const { body, leftOut } = this.#capture();
    return (await this.#sender.send(instanceId, body(), leftOut))[0]!;
  }

  /** Sends the page as it is now to all others. Resolves with one receipt for each that is online; otherwise as {@link migrate}. */
  async broadcast(): Promise<Receipt[]> {
    const { body, leftOut } = this.#capture();
    return this.#sender.send("*", body(), leftOut);
  }

  /**
   * Sends the page to all others now and at every change, at most once per frame, until the function returned is called.
   * Their focus and scroll stay unless they change here. Failures come as `error` events.
   */
  mirror(): () => void {
    this.#mirror ??= new Mirror({
      capture: () => this.#capture(),
      watch: changed => this.#engine.watch(changed),
      send: (body, ttl) => this.#sender.mirror(body, ttl),
      error: error => this.#emit("error", error),
    });
    const mirror = this.#mirror;
    return () => {
      mirror.stop();
      if (this.#mirror === mirror) this.#mirror = undefined;
    };
  }

  /**
   * Brings the page back to before the last migration that arrived (all that a mirror sent in a row count as one); called
   * again, forward again. `undefined` if nothing has arrived yet.
   */
  undo(): Outcome | undefined {
    const outcome = this.#receiver.undo();
    if (outcome) {
      this.#mirror?.changed();
      this.#emit("restored", { from: null });
    }
    return outcome;
  }

  /** Leaves the space for good. The page stays as it is, and its handlers stay bound; what waits to be sent is rejected. */
  stop(): void {
    this.#ended.abort();
    this.#mirror?.stop();
    this.#session.end(new LiquidError("stopped", "Liquid was stopped on this page. Start it again to send."));
    this.#sender.finish();
    this.#receiver.stop();
    this.#engine.stop();
    taken.delete(this.#root);
  }

  #join(): Promise<void> {
    const { signal } = this.#ended;
    addEventListener("pagehide", () => this.#leave(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.#session.resume(takeIdentity(this.#place)), {
      signal,
    });
    return new Promise((resolve, reject) => {
      this.#welcomed.then(resolve, reject);
      this.addEventListener("disconnected", () => resolve());
      setTimeout(resolve, START_PATIENCE);
      this.#session.open();
    });
  }

  /** The page is left: for another, for a reload, or to be kept aside by the browser. */
  #leave(): void {
    if (!this.#session.ended) putIdentity(this.#place, this.#session.identity);
    this.#session.suspend();
  }

  #list(): Instance[] {
    return this.#session.roster.list(this.id);
  }

  #capture(): { patch: Patch; leftOut: Remark[]; body(keep?: Section[]): string } {
    const leftOut: Remark[] = [];
    const patch = this.#engine.capture({ leftOut });
    const state = this.#states.capture(error => {
      throw error;
    });
    return { patch, leftOut, body: keep => writeMigration(patch, state, keep) };
  }

  #connected(): void {
    this.#emit("connected", { id: this.id });
    this.#emit("instances", this.#list());
  }

  #presence({ change, instance }: Presence): void {
    if (change === "joined") this.#mirror?.joined();
    else if (change !== "renamed") this.#sender.left(instance.id);
    this.#emit("instances", this.#list());
  }

  #message(message: Message, body: string): void {
    if (message.kind === "migration") this.#migration(message, body);
    else this.#session.acknowledge(message.number);
    if (message.kind !== "receipt" || message.re === undefined) return;
    const receipt: Receipt = { ...readReceipt(body), from: message.from, id: message.re };
    this.#sender.receipt(receipt);
    this.#emit("receipt", receipt);
  }

  #migration({ number, from, id, at }: Message, body: string): void {
    const outcome = this.#receiver.receive(from, body);
    this.#session.acknowledge(number);
    // Who is forgotten meanwhile needs no receipt; what else fails here, fails for the page's own sends as well.
    this.#session.send({ to: from, kind: "receipt", re: id }, writeReceipt(outcome)).sent.catch(() => {});
    const name = this.#list().find(instance => instance.id === from)?.name ?? "";
    if (outcome.status === "applied") this.#mirror?.received();
    this.#emit("received", { ...outcome, from, name, at });
    if (outcome.status === "applied") this.#emit("restored", { from });
  }

  async #openPanel(url: string): Promise<void> {
    try {
      const { openPanel } = (await import(/* @vite-ignore */ url)) as typeof import("./panel/index");
      if (this.#ended.signal.aborted) return;
      const panel = openPanel(this);
      this.#ended.signal.addEventListener("abort", () => panel.close());
    } catch (error) {
      this.#emit("error", new LiquidError("failed", `The panel could not be loaded from ${url} (${error}).`));
    }
  }

  #emit<K extends keyof LiquidEvents>(type: K, detail: LiquidEvents[K]["detail"]): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** The page's `load` event: from then on its nodes are numbered alike in every browser. */
function loaded(): Promise<unknown> {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise(resolve => addEventListener("load", resolve, { once: true }));
}
