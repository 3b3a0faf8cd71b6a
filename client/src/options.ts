import type { Texts } from "./panel/texts";
import type { AddressPart } from "./place/address";
import type { StorageKeys } from "./place/storage";
import type { Transport } from "./transport/transport";

/** What of storage and address travels: nothing unless listed. */
export interface PlaceOptions {
  /** Keys of `localStorage` and `sessionStorage`, or keys for each; `*` in one stands for any text. */
  storage?: string[] | StorageKeys;
  /** Parts of the address. */
  address?: AddressPart[];
}

/** How the panel looks. */
export interface PanelOptions {
  /** The corner of its button, until somebody drags it elsewhere; `bottom-right` unless told. */
  place?: "bottom-right" | "bottom-left" | "top-right" | "top-left";
  /** What it says instead of the English texts; `panel.de.js` has them in German. */
  texts?: Partial<Texts>;
}

/** Options of `Liquid.start`. */
export interface StartOptions extends PlaceOptions {
  /** Where the relay is: the prefix that `MapLiquid` has, relative to the page or absolute. `/liquid` unless told. */
  url?: string;
  /** How this instance is called, 1 to 80 characters; "Chromium on Linux" or the like unless told. */
  name?: string;
  /** Shows the panel, which is loaded from the relay. */
  panel?: boolean | PanelOptions;
  /** What travels; the whole document unless told. */
  root?: Document | Element;
  /** Selector of the elements whose content a framework renders; the same as `data-liquid-owned` on them. */
  owned?: string;
  /**
   * `reboot` is for applications that keep their state in `storage` and `address` and start from there: what arrives is written there,
   * the page is loaded again, and what was typed, focused and scrolled is laid over it. `patch` unless told.
   */
  restore?: "patch" | "reboot";
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

/** Checks a name for an instance, which has at most `longest` characters: a relay ends the connection of one whose name it can't show. */
export function checkName(name: unknown, longest = 80): asserts name is string {
  if (typeof name !== "string" || !name.trim() || name.length > longest || /[\p{Cc}\p{Cs}]/u.test(name)) {
    throw new TypeError(`An instance's name has 1 to ${longest} visible characters; ${JSON.stringify(name)} does not.`);
  }
}

/** Checks what is listed: a wrong list would let nothing travel, and nobody would be told. */
export function checkOptions({ storage = [], address = [], restore = "patch", owned = "*" }: StartOptions): void {
  const isList = (value: unknown, is: RegExp) =>
    value === undefined || (Array.isArray(value) && value.every(one => typeof one === "string" && is.test(one)));
  const { local, session } = Array.isArray(storage) ? { local: storage, session: storage } : storage;
  const problem = !(typeof storage === "object" && isList(local, /./) && isList(session, /./))
    ? 'storage is a list of keys, such as ["todos", "app-*"], or { local: […], session: […] }'
    : !isList(address, /^(query|hash|state)$/)
      ? 'address is a list of "query", "hash" and "state"'
      : !/^(patch|reboot)$/.test(restore)
        ? 'restore is "patch" or "reboot"'
        : typeof owned !== "string"
          ? "owned is a selector"
          : undefined;
  if (problem) throw new TypeError(`Liquid.start: ${problem}.`);
}
