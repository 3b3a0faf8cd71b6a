import type { LiquidError } from "../error";
import type { Send, Sent } from "../messages/envelope";
import { isRecord, listOf } from "../messages/shape";
import { putAway, takeOut } from "./storage";

/** What is to be sent; its number is given when it is handed to the relay. */
export type Letter = Omit<Send, "type" | "id">;

/** The relay's word that a message is committed; the counts are missing if the word itself was lost in a cut. */
export type Committed = Pick<Sent, "targets" | "online">;

/** A message on its way to the relay's log. */
export interface Outgoing {
  /** The sender's number for it, once it was handed to the relay. */
  id?: number | undefined;
  readonly letter: Letter;
  readonly body: string;
  /** Resolves when the relay has committed it; rejects with a `LiquidError` when it is refused. */
  readonly sent: Promise<Committed>;
}

interface Pending extends Outgoing {
  resolve(committed: Committed): void;
  reject(error: LiquidError): void;
}

/** What of them fits into `sessionStorage`, in characters: applications keep things there too. */
const LARGEST = 1_000_000;

const shape = listOf(message => isRecord(message) && isRecord(message.letter) && typeof message.body === "string");

/**
 * The messages that wait for the relay's `sent`, in order. They outlive a reload of the page where they fit.
 *
 * @param key where they stand in `sessionStorage` between two pages
 */
export function outbox(key: string) {
  let pending: Pending[] = [];

  function take(id: number): Pending | undefined {
    const taken = pending.find(message => message.id === id);
    pending = pending.filter(message => message !== taken);
    return taken;
  }

  function add(letter: Letter, body: string): Pending {
    const message = { letter, body } as Pending;
    const sent = new Promise<Committed>((resolve, reject) => Object.assign(message, { resolve, reject }));
    pending.push(Object.assign(message, { sent }));
    return message;
  }

  const stored = takeOut(key);
  for (const { letter, body, id } of shape(stored) ? (stored as Pending[]) : []) {
    // Whoever waited for it went with the former page.
    Object.assign(add(letter, body), { id }).sent.catch(() => {});
  }

  return {
    add: (letter: Letter, body: string): Outgoing => add(letter, body),

    /** Those that still wait. */
    list: (): readonly Outgoing[] => pending,

    /** The page goes. What is only good for a moment, as a mirror's, goes with it. */
    putAway(): void {
      const messages = pending.filter(({ letter }) => letter.ttl === undefined);
      const kept = messages.map(({ letter, body, id }) => ({ letter, body, id }));
      while (kept.length && !putAway(key, kept, LARGEST)) kept.shift();
    },

    /** The page is shown again as it was left. */
    takeBack: () => void takeOut(key),

    /** Takes back the migrations to a target; whether the relay may have some of them already. */
    cancel(to: string, error: LiquidError): boolean {
      const taken = pending.filter(({ letter }) => letter.to === to && letter.kind === "migration");
      pending = pending.filter(message => !taken.includes(message));
      for (const message of taken) message.reject(error);
      return taken.some(({ id }) => id !== undefined);
    },

    resolve: (id: number, committed: Committed) => take(id)?.resolve(committed),
    reject: (id: number, error: LiquidError) => take(id)?.reject(error),

    /** The relay has everything up to `accepted`; the rest was lost with the connection, or never left. */
    resume(accepted: number, transmit: (message: Outgoing) => void): void {
      for (const message of pending) {
        if (message.id && message.id <= accepted) take(message.id)!.resolve({});
        else transmit(message);
      }
    },

    /** Others used the instance's numbers meanwhile: what waits gets new ones. */
    forgetNumbers(): void {
      for (const message of pending) message.id = undefined;
    },

    rejectAll(error: LiquidError): void {
      for (const message of pending.splice(0)) message.reject(error);
    },
  };
}
