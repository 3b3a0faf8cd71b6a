import { LiquidError } from "./error";
import type { LiquidEventTarget } from "./events";
import type { HandlerPlace, HandlerSpec } from "./handlers/spec";
import type { Instance } from "./instance/roster";
import type { KeptState } from "./migration/history";
import type { Outcome, Receipt } from "./migration/receipt";
import type { Waiting } from "./migration/waiting";
import { checkName, checkOptions, relayUrl, type StartOptions } from "./options";
import { flow } from "./page";
import type { Device, Invitation } from "./pairing/pairing";
import type { StateAccess } from "./state/access";
import type { TimerFunction } from "./state/timers";
import type { Constructor, TypeCodec } from "./values/types";

/** How a page is sent. */
export interface MigrateOptions {
  /** It goes on there, and `takeBack` may ask for it. */
  move?: boolean;
}

/** A page that flows to other browsers and takes what flows to it. */
export interface Liquid extends LiquidEventTarget {
  /** This instance's id in its space, 22 characters of base64url; the same after a reload of the page. */
  readonly id: string;

  /** What this instance is called. */
  readonly name: string;

  /** Whether the relay is there now. While it is not, what is sent waits in the page. */
  readonly connected: boolean;

  /** Gives this instance another name of 1 to 80 characters, which it keeps across a reload of the page. */
  rename(name: string): Promise<void>;

  /**
   * Everyone in the space, this page included, in the relay's order; those who are away too. Names are distinct: the second
   * "Chromium on Linux" is "Chromium on Linux 2". Waits for the first welcome; without a connection, the last list known.
   */
  instances(): Promise<Instance[]>;

  /**
   * Registers listeners under a name that elements mention in `data-handler`: `{ click: fn }`, or with the options of
   * `addEventListener`, `{ keydown: [fn, { capture: true }] }`. They are bound to the elements that the page was loaded with
   * and to those that arrive, before or after. `{ on: ".list", match: ".remove" }` binds what a selector finds instead, and listens
   * for what happens in matching elements within. A name registered again takes the new functions everywhere. Elements that
   * the application makes are its own to bind, by itself or with `bind`. A listener with `once` that fired does not fire again where
   * its element arrives. Throws a `TypeError` for what is no name, function or selector.
   *
   * @returns how to unregister, which unbinds
   */
  registerHandler(name: string, spec: HandlerSpec, place?: HandlerPlace): () => void;

  /**
   * Registers a function that timers call by its name.
   *
   * @returns how to unregister
   */
  registerHandler(name: string, call: TimerFunction): () => void;

  /** Binds an element to one or more handlers ("toggle other") and writes the names into its `data-handler`. */
  bind(element: Element, names: string): void;

  /**
   * Lets a variable travel with the page: anything that structured clone takes but files and pictures, nodes of the page, and instances
   * of registered classes; what two states share is still shared where they arrive. `set` is called after the tree has arrived; what it
   * throws becomes a remark in the receipt. A value that arrives before its name is registered is handed over then.
   *
   * @returns how to unregister
   */
  registerState<T>(name: string, access: StateAccess<T>): () => void;

  /**
   * The same for an object, list, `Map` or `Set`, whose members are written back in place; methods and computed members stay.
   *
   * @returns how to unregister
   */
  registerState(name: string, state: object): () => void;

  /**
   * Lets instances of a class travel in states, under a name that must be the same on every page: by their own enumerable members, or as
   * `encode` writes and `decode` makes them.
   *
   * @returns how to unregister
   */
  registerType<T extends object, V = unknown>(name: string, type: Constructor<T>, codec?: TypeCodec<T, V>): () => void;

  /**
   * Calls a registered function once, after `ms` milliseconds. The timer travels with the page and goes on with the time that was
   * left; one whose function is not registered there waits until it is.
   *
   * @param name as in `registerHandler(name, call)`
   * @param args anything that a state may hold
   * @returns its id, which stays the same where it arrives
   */
  setTimeout(name: string, ms: number, ...args: unknown[]): number;

  /** The same again and again, every `ms` milliseconds. */
  setInterval(name: string, ms: number, ...args: unknown[]): number;

  /** Ends a timer. */
  clearTimer(id: number): void;

  /** Lets a timer stand still, here and wherever it arrives. */
  pauseTimer(id: number): void;

  /** Lets it go on with the time that was left. */
  resumeTimer(id: number): void;

  /**
   * Sends the page as it is now to one instance. Resolves with its receipt; with one that says `waiting` if the instance is
   * away, leaves, or is silent for 30 s: its receipt then comes as a `receipt` event. Without a connection, the page as it
   * is now waits until the relay is back. Rejects with a {@link LiquidError}: `unknown_target`, `too_large`, `bad_state`, `declined` …
   */
  migrate(instanceId: string, options?: MigrateOptions): Promise<Receipt>;

  /**
   * Asks an instance for what was moved there by `migrate(id, { move: true })`, as it is there now; what still waits for it is taken
   * back. Resolves with whether it has come and is in place; not if the other is away, has been given something else since, or declines.
   */
  takeBack(instanceId: string): Promise<boolean>;

  /** What was sent from this tab and has not arrived yet, also before a reload: the newest for each target. */
  waiting(): Waiting[];

  /**
   * Takes back what waits for an instance, or (`*`) for all others; its promise rejects with `canceled` if it has not left this page.
   * Too late for those that are given it already.
   */
  cancel(to: string): Promise<void>;

  /** Sends the page as it is now to all others. Resolves with one receipt for each that is online; otherwise as `migrate`. */
  broadcast(): Promise<Receipt[]>;

  /**
   * Sends the page to all others now and at every change, at most once per frame, until the function returned is called.
   * Their focus and scroll stay unless they change here. Failures come as `error` events. Throws a {@link LiquidError} if the page
   * declines (`declined`). There is one mirror: whoever calls it while it runs shares it, and may end it.
   */
  mirror(): () => void;

  /** Whether this page is mirrored to all others. */
  readonly mirroring: boolean;

  /**
   * Brings the page back to before the last migration that arrived (all that a mirror sent in a row count as one); called
   * again, forward again. With an index, to that one of `history()`. `undefined` if there is none. With `restore: "reboot"` the page may be loaded again for it.
   */
  undo(index?: number): Outcome | undefined;

  /** The last five states of this page before something took their place, the newest first; kept across a reload where they fit. */
  history(): KeptState[];

  /** Ids of those whose state is taken without a reason to `ask`; remembered by this browser. */
  trusted(): string[];

  /** From now on, or no longer, there is none with what that instance sends. */
  trust(instanceId: string, on: boolean): void;

  /** Id of the instance that this page is a mirror of. */
  readonly following: string | undefined;

  /** Declines what that instance goes on to send, until it begins a new mirror. */
  unfollow(): void;

  /**
   * Asks for a code by which one other device comes into the space of this browser, within two minutes. Rejects with
   * `not_paired` where the relay's spaces are not made of devices.
   */
  pair(): Promise<Invitation>;

  /**
   * Goes into the space of the device that gave the code, with all windows of this browser; resolves when this page is there.
   * Rejects with `unknown_code`, or `rate_limited` after too many of those. Ask the person before: what is sent then goes there.
   */
  join(code: string): Promise<void>;

  /** Leaves the space with all windows of this browser, which stay away until they are loaded again. */
  leave(): Promise<void>;

  /** The devices that may enter the space, the oldest first. */
  devices(): Promise<Device[]>;

  /** Takes a device out of the space. */
  removeDevice(deviceId: string): Promise<void>;

  /**
   * A small still picture of another page as it is now, as a `data:` URL: surfaces and bars, no text that could be read. `undefined`
   * if that page does not allow it, or does not answer.
   */
  miniature(instanceId: string): Promise<string | undefined>;

  /** Whether others of the space may see such a picture of this page; not unless told, which this browser remembers. */
  miniatureAllowed: boolean;

  /** Leaves the space for good. The page stays as it is, and its handlers stay bound; what waits to be sent is rejected. */
  stop(): void;
}

/** Roots on which an instance runs: two on the same would undo each other's work. */
const taken = new WeakSet<Node>();

export const Liquid = {
  /**
   * Waits for the page's `load` event, remembers the page as it is then, and joins the space of its relay.
   *
   * Resolves when the relay has welcomed this instance, or when it can't be reached: then it keeps trying, and what is
   * sent waits in the page. What waited at the relay arrives after the code that directly follows: register there. Rejects
   * with a `TypeError` for wrong options, and with a {@link LiquidError} if the relay refuses (`unsupported_version` …) or
   * if an instance runs on this page already (`already_started`).
   */
  async start(options: StartOptions = {}): Promise<Liquid> {
    const { name, root = document } = options;
    const relay = relayUrl(options.url);
    if (name !== undefined) checkName(name);
    if (!root?.querySelectorAll) throw new TypeError("Liquid.start: the root is the document or an element.");
    checkOptions(options);
    await loaded();
    if (taken.has(root)) {
      throw new LiquidError("already_started", "Liquid runs on this page already. Use that one, or stop it first.");
    }
    taken.add(root);
    return flow(relay, root, options, () => taken.delete(root));
  },
};

/** The page's `load` event: as they stand then, its nodes are numbered alike in every browser. */
function loaded(): Promise<unknown> | undefined {
  if (document.readyState === "complete") return undefined;
  return new Promise(resolve => addEventListener("load", resolve, { once: true }));
}
