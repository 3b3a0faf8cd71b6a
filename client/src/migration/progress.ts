import type { Outgoing } from "../session/outbox";

/** How far something large is on its way to the relay. */
export interface Progress {
  /** The target's id, or `*` for all others. */
  to: string;
  /** Bytes that have left this page. */
  sent: number;
  /** Bytes in all. */
  total: number;
}

/** From this size on (bytes) sending takes long enough to be looked at. */
const LARGE = 200_000;

/** How often (ms) it is looked at. */
const GLANCE = 100;

/**
 * Tells how far a message is until the relay has it.
 *
 * @param unsent how many bytes of what was sent still wait in the browser
 */
export function progress(outgoing: Outgoing, unsent: () => number, tell: (progress: Progress) => void): void {
  const { to } = outgoing.letter;
  const total = new Blob([outgoing.body]).size;
  if (total < LARGE) return;
  const look = () => tell({ to, sent: outgoing.id === undefined ? 0 : Math.max(0, total - unsent()), total });
  const glances = setInterval(look, GLANCE);
  look();
  outgoing.sent
    .then(
      () => tell({ to, sent: total, total }),
      () => {},
    )
    .finally(() => clearInterval(glances));
}
