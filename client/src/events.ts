import type { LiquidError } from "./error";
import type { Instance } from "./instance/roster";
import type { Progress } from "./migration/progress";
import type { Outcome, Receipt } from "./migration/receipt";
import type { SentMigration } from "./migration/sender";
import type { Waiting } from "./migration/waiting";

/** A migration came; the page is as it says, or as before if it was refused. */
export interface Received extends Outcome {
  /** Id of the instance that sent it. */
  from: string;
  /** That instance's name, as `instances()` gives it. */
  name: string;
  /** When the relay committed it, ISO 8601. */
  at: string;
}

/** A page may refuse what is about to happen by `preventDefault()`, or ask somebody first. */
export interface Consent {
  /** Waits for an answer: `false`, or a promise that rejects, refuses. Meanwhile, what comes after waits too. */
  until(answer: PromiseLike<unknown>): void;
}

/** This page is about to be sent. */
export interface Sending extends Consent {
  /** The target's id, or `*` for all others. */
  to: string;
  /** Whether it is to be sent at every change from now on. */
  mirror: boolean;
}

/** A migration came and is about to be applied. */
export interface Receiving extends Consent {
  /** Id of the instance that sent it. */
  from: string;
  /** That instance's name, as `instances()` gives it. */
  name: string;
  /** When the relay committed it, ISO 8601. */
  at: string;
  /** Whether its sender mirrors, and sends at every change. */
  mirror: boolean;
  /** In how many places somebody changed this page since it was loaded, or since something last arrived here, or from here elsewhere. */
  changes: number;
  /** Whether that is a reason to ask: something was done here, and the person neither follows nor trusts the sender. */
  ask: boolean;
}

/** Another instance, and what it is called. */
export interface Sender {
  from: string;
  name: string;
}

/** Somebody opened the link of an invitation, which is to be confirmed: anybody can send a link. */
export interface Invited extends Consent {
  /** The code in it. */
  code: string;
}

/** The page was brought to another state. */
export interface Restored {
  /** Id of the instance whose migration it was; `null` after `undo()`. */
  from: string | null;
}

/** The connection to the relay is over, or could not be made. */
export interface Disconnected {
  /** Close code, see server/PROTOCOL.md. */
  code: number;
  reason: string;
  /** Set if this instance stays away until somebody acts, as the message says; otherwise it connects again by itself. */
  error?: LiquidError;
}

/** The events of {@link Liquid}, by name. */
export interface LiquidEvents {
  /** Cancelable: whoever sends is told `declined`. */
  sending: CustomEvent<Sending>;
  /** Cancelable: the page stays as it is, and the receipt says `declined`. */
  receiving: CustomEvent<Receiving>;
  received: CustomEvent<Received>;
  /** Cancelable: this browser stays where it is. Where nobody gives an answer to `until`, the browser's own dialog asks. */
  invited: CustomEvent<Invited>;
  /** Comes last, after `received` or `undo()`: tree, states and handlers are in place, and frameworks have rendered them. */
  restored: CustomEvent<Restored>;
  /** This page is mirrored to all others from now on, or no longer; by whomever that was begun. */
  mirroring: CustomEvent<boolean>;
  /** This page became the mirror of another one, or (`null`) is no longer. */
  following: CustomEvent<Sender | null>;
  /** Somebody has asked for what it moved here, and is given it. */
  takenback: CustomEvent<Sender>;
  /** What waits to arrive is another; the detail is what `waiting()` gives. */
  waiting: CustomEvent<Waiting[]>;
  /** Something large (from 200 kB on) is on its way to the relay; told several times until it is there. */
  progress: CustomEvent<Progress>;
  /** The relay has committed a migration of this page. */
  sent: CustomEvent<SentMigration>;
  /** A target answered; also for receipts that a promise was waiting for. */
  receipt: CustomEvent<Receipt>;
  /** Somebody came, left, was renamed or forgotten; the detail is what `instances()` gives. */
  instances: CustomEvent<Instance[]>;
  connected: CustomEvent<{ id: string }>;
  disconnected: CustomEvent<Disconnected>;
  /** Something failed that no promise tells of. */
  error: CustomEvent<LiquidError>;
}

/** An `EventTarget` that knows its events. */
export interface LiquidEventTarget extends EventTarget {
  addEventListener<K extends keyof LiquidEvents>(
    type: K,
    listener: ((event: LiquidEvents[K]) => void) | null,
    options?: AddEventListenerOptions | boolean,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions | boolean,
  ): void;
  removeEventListener<K extends keyof LiquidEvents>(
    type: K,
    listener: ((event: LiquidEvents[K]) => void) | null,
    options?: EventListenerOptions | boolean,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: EventListenerOptions | boolean,
  ): void;
}
