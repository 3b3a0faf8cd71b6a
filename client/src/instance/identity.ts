import { count, optional, record, text } from "../messages/shape";
import { putAway, takeOut } from "../session/storage";

/** Who this instance is to the relay, and how far it has come. */
export interface Identity {
  /** 128 random bits as 22 characters of base64url; others see it. */
  id: string;
  /** Likewise; only the relay sees it, and nobody speaks for the instance without it. */
  key: string;
  /** Number of the last message that was sent. */
  sent: number;
  /** Number of the last message that was applied, in the log named `epoch`. */
  cursor: number;
  epoch?: string;
  /** The name that the instance was given by `rename`. */
  name?: string;
}

const shape = record({ id: text, key: text, sent: count, cursor: count, epoch: optional(text), name: optional(text) });

/** An instance that nobody has seen before. */
export function newIdentity(): Identity {
  return { id: random128(), key: random128(), sent: 0, cursor: 0 };
}

/**
 * Takes the identity that this tab had before a reload out of `sessionStorage`. While a page runs, its identity is not
 * stored: a duplicated tab gets a copy of the storage, and must not become the same instance.
 */
export function takeIdentity(place: string): Identity | undefined {
  const stored = takeOut(place);
  return shape(stored) ? (stored as Identity) : undefined;
}

/** Puts the identity back for the page that comes next in this tab. */
export function putIdentity(place: string, identity: Identity): void {
  // Where there is no storage, the next page becomes a new instance.
  putAway(place, identity, Number.POSITIVE_INFINITY);
}

function random128(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .slice(0, 22);
}
