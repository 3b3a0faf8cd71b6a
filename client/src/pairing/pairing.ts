/** What a page asks its relay about devices; loaded when it first does. See server/PROTOCOL.md, "Tickets". */
import type { LiquidError } from "../error";
import { below } from "../options";

/** What lets one other device into the space of this one. */
export interface Invitation {
  /** Six characters, good once. */
  code: string;
  /** This page's addresses with the code, the likeliest to be reached from another device first: whoever opens one is asked, and joins. */
  links: string[];
  /** Until when the code is good, ISO 8601. */
  expires: string;
}

/** A browser that may enter the space. */
export interface Device {
  id: string;
  /** What its instance was called when it last came; empty if it never did. */
  name: string;
  /** When it came into the space, ISO 8601. */
  added: string;
  /** About when it last came (to a day), ISO 8601. */
  seen?: string;
  /** Whether it is this browser. */
  self: boolean;
}

const QUESTION =
  "Connect this browser with the device that shows the code CODE?\n\n" +
  "Go on only if you asked for it there just now. What you send from this page then goes to the devices that are connected with " +
  "that one, and theirs to you; those that this browser is connected with stay behind.";

export type Pairing = ReturnType<typeof pairing>;

/** @param Failed the page's own class, so that `instanceof` holds: this file is a bundle of its own */
export function pairing(relay: URL, Failed: typeof LiquidError) {
  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    // The ticket is a cookie of the relay, which may be of another origin than the page.
    const request: RequestInit = { method, credentials: "include", ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(below(relay, path), request).catch(error => {
      throw new Failed("unavailable", `The relay can't be reached (${error}). Try again later.`, true);
    });
    const text = await response.text();
    if (response.ok) return (text && JSON.parse(text)) as T;
    const { code, detail, retryable, retryAfterMs } = text.startsWith("{") ? JSON.parse(text) : ({} as never);
    throw new Failed(code ?? "failed", detail ?? `The relay answered ${response.status}.`, retryable, retryAfterMs);
  }

  const join = (code: string) => ask<void>("POST", "/pair/join", { code });

  return {
    async pair(): Promise<Invitation> {
      const { code, expires, origins } = await ask<Invitation & { origins: string[] }>("POST", "/pair");
      const { origin, pathname, search } = location;
      // What the relay's program serves elsewhere is this page only if it serves this one.
      const elsewhere = relay.origin === origin ? origins : [];
      return { code, links: [...elsewhere, origin].map(at => `${at}${pathname}${search}#liquid=${code}`), expires };
    },
    join,
    /** Asks the person whose browser is to join: anybody can send a link. */
    confirm: (code: string) => confirm(QUESTION.replace("CODE", code)),
    leave: () => ask<void>("POST", "/leave"),
    devices: () => ask<Device[]>("GET", "/devices"),
    remove: (id: string) => ask<void>("DELETE", `/devices/${encodeURIComponent(id)}`),
  };
}
