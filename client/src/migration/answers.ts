import type { Outgoing } from "../session/outbox";
import type { Receipt } from "./receipt";

/** How long (ms) to wait for a target that is there but does not answer. */
const PATIENCE = 30_000;

export type Answers = ReturnType<typeof answersTo>;

/** Waits for the receipts of one migration. */
export function answersTo(outgoing: Outgoing) {
  const receipts = new Map<string, Receipt>();
  /** The same, gone to some targets once more. */
  const again = new Set<Outgoing>();
  let expected: string[] | undefined;
  let targets = 0;
  let patience: ReturnType<typeof setTimeout>;
  let resolve: (receipts: Receipt[]) => void;
  const all = new Promise<Receipt[]>(settle => {
    resolve = settle;
  });

  const waiting = (from: string): Receipt => ({ from, id: outgoing.id!, status: "waiting", applied: 0, leftOut: [] });
  const silent = () => expected!.filter(instance => !receipts.has(instance));

  const isAnswer = ({ id }: Receipt) => [outgoing, ...again].some(sent => sent.id === id);

  function add(receipt: Receipt): void {
    receipts.set(receipt.from, receipt);
    if (expected && (receipts.size >= targets || !silent().length)) finish();
  }

  function finish(): void {
    clearTimeout(patience);
    // Where as many have answered as were online, the others are no targets: they came after the commit.
    const missing = receipts.size >= targets ? [] : silent();
    resolve([...receipts.values(), ...missing.map(waiting)]);
  }

  return {
    /** One for each target that was online; `waiting` from those that went away or stay silent. */
    all,

    /** The migration is committed. `online` of its targets are there, and these of them as far as this page knows. */
    committed(online: number, instances: string[]): void {
      targets = online;
      expected = instances;
      patience = setTimeout(finish, PATIENCE);
      if (receipts.size >= targets || !silent().length) finish();
    },

    /**
     * A receipt has come; it may overtake the relay's word that the migration is committed. One for a later migration to the
     * same target stands for this one too: the relay drops an older state that still waits when a newer one comes.
     */
    receipt(receipt: Receipt, to: string | undefined): void {
      const { id, letter } = outgoing;
      const isLater = letter.to === to && receipt.id > id! && !receipts.has(receipt.from);
      if ((isLater || isAnswer(receipt)) && (letter.to === "*" || letter.to === receipt.from))
        add({ ...receipt, id: id! });
    },

    /** Where it went, if the receipt is for it. */
    targetOf: (receipt: Receipt): string | undefined => (isAnswer(receipt) ? outgoing.letter.to : undefined),

    /** What a target could not take yet goes to it once more. */
    sentAgain(asked: Receipt, repeated: Outgoing): void {
      if (asked.id === outgoing.id) again.add(repeated);
    },

    /** The instance is away, so its receipt may come much later. */
    left(instance: string): void {
      if (expected?.includes(instance) && !receipts.has(instance)) add(waiting(instance));
    },
  };
}
