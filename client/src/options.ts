import type { Transport } from "./transport/transport";

/** Options of `Liquid.start`. */
export interface StartOptions {
  /** Where the relay is: the prefix that `MapLiquid` has, relative to the page or absolute. `/liquid` unless told. */
  url?: string;
  /** How this instance is called, 1 to 80 characters; "Chromium on Linux" or the like unless told. */
  name?: string;
  /** Shows the panel, which is loaded from the relay. */
  panel?: boolean;
  /** What travels; the whole document unless told. */
  root?: Document | Element;
  /** Carries the frames instead of a WebSocket. */
  transport?: Transport;
}

/** The relay's address; throws a `TypeError` that says what an address looks like. */
export function relayUrl(url: unknown = "/liquid"): URL {
  try {
    const read = new URL(url as string, document.baseURI);
    read.pathname = read.pathname.replace(/\/+$/, "");
    if (typeof url === "string" && /^https?:$/.test(read.protocol)) return read;
  } catch {
    // Not an address at all; told as below.
  }
  throw new TypeError(`Liquid.start: the url ${JSON.stringify(url)} is no address of a relay, such as "/liquid".`);
}

/** An address below the relay's. */
export function below(relay: URL, path: string): string {
  const url = new URL(relay);
  url.pathname += path;
  return url.href;
}

/** Checks a name for an instance: a relay ends the connection of one whose name it can't show. */
export function checkName(name: unknown): asserts name is string {
  if (typeof name !== "string" || !name.trim() || name.length > 80 || /[\p{Cc}\p{Cs}]/u.test(name)) {
    throw new TypeError(`An instance's name has 1 to 80 visible characters; ${JSON.stringify(name)} does not.`);
  }
}
