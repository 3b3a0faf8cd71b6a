import type { Committed, Outgoing } from "../session/outbox";
import type { Receipt } from "./receipt";

/** How long (ms) to wait for a target that is there but does not answer. */
const PATIENCE = 30_000;

/** Waits for the receipts of one migration. */
export class Answers {
  /** One for each target that was online; `waiting` from those that went away or stay silent. */
  readonly all: Promise<Receipt[]>;
  readonly #outgoing: Outgoing;
  readonly #receipts = new Map<string, Receipt>();
  #expected: string[] | undefined;
  #online = Number.POSITIVE_INFINITY;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #resolve!: (receipts: Receipt[]) => void;

  constructor(outgoing: Outgoing) {
    this.#outgoing = outgoing;
    this.all = new Promise(resolve => {
      this.#resolve = resolve;
    });
  }

  /** The migration is committed, and these of its targets are online as far as this page knows. */
  committed({ online = Number.POSITIVE_INFINITY }: Committed, expected: string[]): void {
    this.#online = online;
    this.#expected = expected;
    this.#patience = setTimeout(() => this.finish(), PATIENCE);
    this.#settle();
  }

  /** A receipt has come; it may overtake the relay's word that the migration is committed. */
  receipt(receipt: Receipt): void {
    const { id, letter } = this.#outgoing;
    if (receipt.id !== id || (letter.to !== "*" && letter.to !== receipt.from)) return;
    this.#receipts.set(receipt.from, receipt);
    this.#settle();
  }

  /** The instance went away, so its receipt may come much later. */
  left(instance: string): void {
    if (!this.#expected?.includes(instance) || this.#receipts.has(instance)) return;
    this.#receipts.set(instance, this.waiting(instance));
    this.#settle();
  }

  /** Waits no longer. */
  finish(): void {
    clearTimeout(this.#patience);
    // Where all that were online have answered, the others are no targets: they came after the commit.
    const exact = this.#outgoing.letter.to === "*" && this.#complete;
    const silent = exact ? [] : (this.#expected ?? []).filter(instance => !this.#receipts.has(instance));
    this.#resolve([...this.#receipts.values(), ...silent.map(instance => this.waiting(instance))]);
  }

  waiting(from: string): Receipt {
    return { from, id: this.#outgoing.id, status: "waiting", applied: 0, leftOut: [] };
  }

  /** Whether as many have answered as were online, by the relay's exact count. */
  get #complete(): boolean {
    return this.#receipts.size >= this.#online;
  }

  #settle(): void {
    if (!this.#expected) return;
    if (this.#complete || this.#expected.every(instance => this.#receipts.has(instance))) this.finish();
  }
}
