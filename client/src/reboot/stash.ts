import { count, optional, record, text } from "../messages/shape";
import { takeOut } from "../session/storage";

/** What has arrived and is applied when the page is there again. */
export interface Stash {
  /** The migration's body. */
  body: string;
  /** The body that goes back; empty if there was no room for it. */
  before: string;
  /** Who sent it, under which number, and when; absent if it is an undo. */
  from?: string;
  id?: number;
  at?: string;
}

const shape = record({ body: text, before: text, from: optional(text), id: optional(count), at: optional(text) });

/** Takes out what the page before this one put away. */
export function takeStash(key: string): Stash | undefined {
  const stash = takeOut(key);
  return shape(stash) ? (stash as Stash) : undefined;
}
