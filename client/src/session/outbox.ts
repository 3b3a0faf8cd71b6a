import type { Send, Sent } from "../messages/envelope";

/** What is to be sent; the number is given when it is put into the outbox. */
export type Letter = Omit<Send, "type" | "id">;

/** A message that the relay has not yet committed, or a settled one. */
export interface Outgoing {
  /** The sender's number for it; may change until it was handed to the relay. */
  id: number;
  readonly letter: Letter;
  readonly body: string;
  /** Resolves when the relay has committed it; rejects with a `LiquidError` when it is refused. */
  readonly sent: Promise<Committed>;
}

/** The relay's word that a message is committed; the counts are missing if the word itself was lost in a cut. */
export type Committed = Pick<Sent, "targets" | "online">;

interface Pending extends Outgoing {
  handedOver: boolean;
  resolve(committed: Committed): void;
  reject(error: Error): void;
}

/** The messages that wait for the relay's `sent`, in order of their numbers. */
export class Outbox {
  #pending: Pending[] = [];

  add(id: number, letter: Letter, body: string): Outgoing {
    let settle!: Pick<Pending, "resolve" | "reject">;
    const sent = new Promise<Committed>((resolve, reject) => {
      settle = { resolve, reject };
    });
    const pending: Pending = { id, letter, body, sent, handedOver: false, ...settle };
    this.#pending.push(pending);
    return pending;
  }

  /** Hands over what was not handed over yet; `transmit` throws what is to be told to the sender of the message. */
  flush(transmit: (message: Outgoing) => void): void {
    for (const pending of [...this.#pending]) {
      if (pending.handedOver) continue;
      pending.handedOver = true;
      try {
        transmit(pending);
      } catch (error) {
        this.reject(pending.id, error as Error);
      }
    }
  }

  /**
   * The relay has committed everything up to `accepted`; the rest was lost with the connection, if it ever left.
   * What was never handed over and has a number that was used (by the page before in this tab) gets the next free one.
   */
  resume(accepted: number, nextId: () => number): void {
    for (const { id, handedOver } of [...this.#pending]) if (handedOver && id <= accepted) this.resolve(id, {});
    const renumber = this.#pending.some(({ id }) => id <= accepted);
    for (const pending of this.#pending) {
      pending.handedOver = false;
      if (renumber) pending.id = nextId();
    }
  }

  /** Another page spoke for this instance meanwhile: what the relay accepted may be its messages, not these. */
  forgetHandover(): void {
    for (const pending of this.#pending) pending.handedOver = false;
  }

  resolve(id: number, committed: Committed): void {
    this.#take(id)?.resolve(committed);
  }

  reject(id: number, error: Error): void {
    this.#take(id)?.reject(error);
  }

  rejectAll(error: Error): void {
    for (const { id } of [...this.#pending]) this.reject(id, error);
  }

  #take(id: number): Pending | undefined {
    const index = this.#pending.findIndex(pending => pending.id === id);
    return this.#pending.splice(index, index < 0 ? 0 : 1)[0];
  }
}
