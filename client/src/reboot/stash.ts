import { parse } from "../messages/frame";
import { count, optional, record, text } from "../messages/shape";

/** What has arrived and is applied when the page is there again. */
export interface Stash {
  /** The migration's body. */
  body: string;
  /** The body that goes back. */
  before: string;
  /** Who sent it, under which number, and when; absent if it is an undo. */
  from?: string;
  id?: number;
  at?: string;
}

const shape = record({ body: text, before: text, from: optional(text), id: optional(count), at: optional(text) });

/** Keeps what has arrived across a reload of the page. Throws if there is no room. */
export function putStash(key: string, stash: Stash): void {
  sessionStorage.setItem(key, JSON.stringify(stash));
}

/** Takes it out again. */
export function takeStash(key: string): Stash | undefined {
  try {
    const stash = parse(sessionStorage.getItem(key) ?? "");
    sessionStorage.removeItem(key);
    return shape(stash) ? (stash as Stash) : undefined;
  } catch {
    // No storage here, so there was no stash either.
    return undefined;
  }
}
