import type { Engine, Row } from "../engine";
import type { Message } from "../messages/envelope";
import { parse } from "../messages/frame";
import { type Migration, readMigration } from "../migration/migration";

/** How long (ms) to wait for a base that may still come: shorter than the sender waits for its receipt. */
const PATIENCE = 20_000;

/** How long (ms) to wait before asking again, unless the relay says otherwise. */
const RETRY = 1000;

const FINGERPRINT = /^[\da-f]{16}$/;

/** A message that has arrived; `migration` is absent in others and in what is none. */
export interface Arrived {
  message: Message;
  body: string;
  migration: Migration | undefined;
}

export type Arrivals = ReturnType<typeof arrivals>;

/**
 * Takes messages in order. A migration of a page with another base waits for that base, and what comes behind it waits too:
 * acknowledgements are cumulative. If the base does not come, the migration is taken as it is, and the engine refuses it.
 *
 * @param fetch asks the relay for a base
 * @param take applies and acknowledges
 */
export function arrivals(
  engine: Pick<Engine, "knows" | "learn">,
  fetch: (fingerprint: string) => void,
  take: (arrived: Arrived) => void,
) {
  let queue: Arrived[] = [];
  let wanted: string | undefined;
  /** Bases that did not come in time. They are asked for again, and not waited for: a mirror names its base in every message. */
  const missed = new Set<string>();
  let patience: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function takeAll(): void {
    while (queue.length && wanted === undefined) {
      const base = queue[0]!.migration?.patch?.base;
      if (base !== undefined && FINGERPRINT.test(base) && !engine.knows(base)) want(base);
      else take(queue.shift()!);
    }
  }

  function want(fingerprint: string): void {
    wanted = fingerprint;
    patience = setTimeout(giveUp, PATIENCE);
    fetch(fingerprint);
  }

  function settle(): void {
    clearTimeout(patience);
    clearTimeout(retry);
    wanted = undefined;
  }

  function giveUp(): void {
    missed.add(wanted!);
    goOn();
  }

  /** With the base or without it. */
  function goOn(): void {
    settle();
    take(queue.shift()!);
    takeAll();
  }

  return {
    add(message: Message, body: string): void {
      const migration = message.kind === "migration" ? readMigration(body) : undefined;
      queue.push({ message, body, migration });
      takeAll();
    },

    /** A base has come. */
    async learn(fingerprint: string, rows: string): Promise<void> {
      if (fingerprint !== wanted) return;
      try {
        await engine.learn(fingerprint, parse(rows) as Row[]);
      } catch {
        // A wrong copy. The receipt says so, and its sender puts the right one in its place.
      }
      // Meanwhile the connection may have been cut, or patience have come to its end.
      if (fingerprint === wanted) goOn();
    },

    /** The relay does not give a base. */
    refused(fingerprint: string, retryable: boolean, retryAfterMs = RETRY): void {
      if (fingerprint !== wanted) return;
      if (retryable && !missed.has(fingerprint)) retry = setTimeout(fetch, retryAfterMs, fingerprint);
      else goOn();
    },

    /** The connection is cut: the relay delivers again what was not acknowledged. */
    forget(): void {
      settle();
      queue = [];
    },
  };
}
