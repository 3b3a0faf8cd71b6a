import type { Base } from "./base";
import { whenIdle } from "./idle";
import { digestRow, Hash, type Row, rowOf } from "./rows";
import type { Tracker } from "./tracker";

/** Nodes hashed before the clock is looked at again. */
const STRIDE = 256;

/**
 * The fingerprint of a base: 16 hexadecimal digits over names, attributes and texts. It is taken in the page's idle time,
 * from first facts, so it does not matter what changed in between; who asks earlier waits for the rest.
 */
export interface Fingerprint {
  readonly value: string;
  stop(): void;
}

export function fingerprint(base: Base, tracker: Pick<Tracker, "touched" | "flush">): Fingerprint {
  const hash = new Hash();
  let number = 0;
  let leave = () => {};

  const advance = (until: () => boolean) => {
    tracker.flush();
    while (number < base.nodes.length) {
      digestRow(hash, rowOf(base, tracker, number++));
      if (number % STRIDE) continue;
      base.numbers.note(number);
      if (until()) return;
    }
  };
  const work = (deadline?: IdleDeadline) => {
    advance(() => !deadline || deadline.timeRemaining() < 2);
    if (number < base.nodes.length) schedule();
  };
  const schedule = () => {
    leave = whenIdle(work);
  };
  schedule();

  return {
    get value() {
      advance(() => false);
      return hash.digits();
    },
    stop: () => leave(),
  };
}

/** The fingerprint of a base that came as rows. Yields now and then. */
export function* fingerprintOf(rows: Row[]): Generator<void, string> {
  const hash = new Hash();
  for (const [number, row] of rows.entries()) {
    if (number % STRIDE === 0) yield;
    digestRow(hash, row);
  }
  return hash.digits();
}
