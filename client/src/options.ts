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

/** Checks the options; throws a `TypeError` that says what is wrong with them. */
export function readOptions({ url, name, root = document, panel = false, transport }: StartOptions) {
  if (name !== undefined) checkName(name);
  if (typeof root?.querySelectorAll !== "function") {
    throw new TypeError("Liquid.start: the root is the document or an element.");
  }
  if (
    transport &&
    !["open", "send", "close"].every(member => typeof transport[member as keyof Transport] === "function")
  ) {
    throw new TypeError("Liquid.start: a transport has the functions open, send and close.");
  }
  return { relay: relayUrl(url), root, panel };
}

/** The relay's address. */
function relayUrl(url: unknown = "/liquid"): URL {
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
export function below(relay: URL, path: string): URL {
  const url = new URL(relay);
  url.pathname += path;
  return url;
}

/** Checks a name for an instance. */
export function checkName(name: unknown): asserts name is string {
  if (typeof name !== "string" || !name.trim() || name.length > 80) {
    throw new TypeError(`An instance's name has 1 to 80 characters; ${JSON.stringify(name)} does not.`);
  }
}
