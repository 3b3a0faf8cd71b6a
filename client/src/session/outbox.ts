import type { LiquidError } from "../error";
import type { Send, Sent } from "../messages/envelope";

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

/** The messages that wait for the relay's `sent`, in order. */
export function outbox() {
  let pending: Pending[] = [];

  function take(id: number): Pending | undefined {
    const taken = pending.find(message => message.id === id);
    pending = pending.filter(message => message !== taken);
    return taken;
  }

  return {
    add(letter: Letter, body: string): Outgoing {
      const message = { letter, body } as Pending;
      const sent = new Promise<Committed>((resolve, reject) => Object.assign(message, { resolve, reject }));
      pending.push(Object.assign(message, { sent }));
      return message;
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
