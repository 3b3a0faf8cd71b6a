import type { Remark } from "../engine/patch";
import type { Committed, Letter, Outgoing } from "../session/outbox";
import type { Session } from "../session/session";
import { type Answers, answersTo } from "./answers";
import { type Progress, progress } from "./progress";
import type { Receipt } from "./receipt";
import type { waiting as waitingOf } from "./waiting";

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

/** How many migrations can still be sent again, since a target may be away for a while. */
const KEPT = 4;

/**
 * Sends migrations and gathers the answers to them. Where a target with another base could not get this page's from the relay,
 * the base is handed over anew, and the same migration goes to that target once more.
 *
 * @param base the fingerprint of the page's base
 * @param giveBase hands the base over
 * @param tell is told of every migration that is committed
 * @param tellProgress is told how far what is large has come
 * @param waiting lists what has not arrived yet
 * @param arrived is told of every state of this page that was applied elsewhere, but for a mirror's
 */
export function sender(
  session: Session,
  base: () => string,
  giveBase: () => void,
  tell: (migration: SentMigration) => void,
  waiting: ReturnType<typeof waitingOf>,
  tellProgress: (progress: Progress) => void,
  arrived: (body: string) => void,
) {
  const open = new Set<Answers>();
  const kept = new Set<Outgoing>();
  /** Where the base went along, it is not asked for once more. */
  const introduced = new WeakSet<Outgoing>();

  /** Keeps it from the start: a receipt may overtake the relay's word that the migration is committed. */
  function keep(outgoing: Outgoing): void {
    kept.add(outgoing);
    for (const oldest of kept) if (kept.size > KEPT) kept.delete(oldest);
  }

  function answered(receipt: Receipt): void {
    const to = [...open].map(answers => answers.targetOf(receipt)).find(target => target !== undefined);
    for (const answers of open) answers.receipt(receipt, to);
  }

  const letter = (to: string, ttl?: number): Letter => ({ to, kind: "migration", base: base(), ...(ttl && { ttl }) });

  async function introduce(asked: Receipt, { letter: { ttl }, body }: Outgoing): Promise<void> {
    giveBase();
    const outgoing = session.send(letter(asked.from, ttl), body);
    keep(outgoing);
    introduced.add(outgoing);
    for (const answers of open) answers.sentAgain(asked, outgoing);
    try {
      committed(outgoing, await outgoing.sent);
    } catch {
      // The target left, for instance: its first answer stands.
      answered(asked);
    }
  }

  function committed({ id, letter }: Outgoing, { targets, online }: Committed): void {
    const counts = { ...(targets !== undefined && { targets }), ...(online !== undefined && { online }) };
    tell({ id: id!, to: letter.to, ...counts });
  }

  return {
    /**
     * Sends to an instance, or to all others (`*`), and resolves with one receipt for each that is online; for a single
     * target that is away, with one that says `waiting`.
     *
     * @param leftOut what could not be captured; it stands first in every receipt
     */
    async send(to: string, body: string, leftOut: Remark[]): Promise<Receipt[]> {
      const outgoing = session.send(letter(to), body);
      const answers = answersTo(outgoing);
      keep(outgoing);
      waiting.add(outgoing);
      progress(outgoing, session.unsent, tellProgress);
      open.add(answers);
      try {
        const commit = await outgoing.sent;
        const here = session.instances().flatMap(({ id, online, self }) => (online && !self ? [id] : []));
        if (to === "*") answers.committed(commit.online ?? here.length, here);
        else {
          answers.committed(1, [to]);
          // It may have left between the commit and the relay's word of it.
          if (commit.online === 0 || !here.includes(to)) answers.left(to);
        }
        committed(outgoing, commit);
        const receipts = await answers.all;
        return receipts.map(receipt => ({ ...receipt, leftOut: [...leftOut, ...receipt.leftOut] }));
      } finally {
        open.delete(answers);
      }
    },

    /** Sends to all others and resolves when the relay has it. Who is away for longer than `ttl` seconds misses it. */
    async mirror(body: string, ttl: number): Promise<void> {
      const outgoing = session.send(letter("*", ttl), body);
      keep(outgoing);
      committed(outgoing, await outgoing.sent);
    },

    /** A receipt has come. False if it is not the last word: the migration goes to that target once more. */
    receipt(receipt: Receipt): boolean {
      const outgoing = [...kept].find(({ id }) => id === receipt.id);
      const asks = outgoing !== undefined && receipt.reason === "other_base" && !introduced.has(outgoing);
      if (asks) void introduce(receipt, outgoing);
      else {
        answered(receipt);
        waiting.receipt(receipt);
        // It may come when nobody waits for it any more, as from a page that was loaded again meanwhile.
        if (receipt.status === "applied" && outgoing && outgoing.letter.ttl === undefined) arrived(outgoing.body);
      }
      return !asks;
    },

    /** An instance went away. */
    left(instance: string): void {
      for (const answers of open) answers.left(instance);
    },
  };
}
