import type { Remark } from "../engine/patch";
import type { Committed, Outgoing } from "../session/outbox";
import type { Session } from "../session/session";
import { Answers } from "./answers";
import type { Receipt } from "./receipt";

/** A migration that the relay has committed. */
export interface SentMigration {
  /** This instance's number of it, which its receipts bear. */
  id: number;
  /** The target's id, or `*` for all others. */
  to: string;
  /** To how many instances it goes; absent if the relay no longer knows. */
  targets?: number;
  /** How many of these were connected. */
  online?: number;
}

/** Sends migrations and gathers the answers to them. */
export class Sender {
  readonly #session: Session;
  readonly #tell: (migration: SentMigration) => void;
  readonly #open = new Set<Answers>();

  /** @param tell is told of every migration that is committed */
  constructor(session: Session, tell: (migration: SentMigration) => void) {
    this.#session = session;
    this.#tell = tell;
  }

  /**
   * Sends to an instance, or to all others (`*`), and resolves with one receipt for each that is online; for a single
   * target that is away, with one that says `waiting`.
   *
   * @param leftOut what could not be captured; it stands first in every receipt
   */
  async send(to: string, body: string, leftOut: Remark[]): Promise<Receipt[]> {
    const outgoing = this.#session.send({ to, kind: "migration" }, body);
    const answers = new Answers(outgoing);
    this.#open.add(answers);
    try {
      const committed = await outgoing.sent;
      const online = this.#session.othersOnline();
      answers.committed(committed, to === "*" ? online : [to]);
      // It may have left between the commit and the relay's word of it.
      if (!online.includes(to)) answers.left(to);
      this.#committed(outgoing, committed);
      const receipts = await answers.all;
      return receipts.map(receipt => ({ ...receipt, leftOut: [...leftOut, ...receipt.leftOut] }));
    } finally {
      this.#open.delete(answers);
    }
  }

  /** Sends to all others and resolves when the relay has it. Those who are away for longer than `ttl` seconds miss it. */
  async mirror(body: string, ttl: number): Promise<void> {
    const outgoing = this.#session.send({ to: "*", kind: "migration", ttl }, body);
    this.#committed(outgoing, await outgoing.sent);
  }

  /** A receipt has come. */
  receipt(receipt: Receipt): void {
    for (const answers of this.#open) answers.receipt(receipt);
  }

  /** An instance went away. */
  left(instance: string): void {
    for (const answers of this.#open) answers.left(instance);
  }

  /** Nothing comes any more. */
  finish(): void {
    for (const answers of this.#open) answers.finish();
  }

  #committed({ id, letter }: Outgoing, { targets, online }: Committed): void {
    const counts = { ...(targets !== undefined && { targets }), ...(online !== undefined && { online }) };
    this.#tell({ id, to: letter.to, ...counts });
  }
}
