import type { Remark } from "../engine/patch";
import { decode, encode } from "../values/codec";
import { excess } from "../values/limits";

/** A part of the address that travels: `?…`, `#…`, and `history.state`. */
export type AddressPart = "query" | "hash" | "state";

/** Parts of an address; `state` is written flat. */
export interface Address {
  query?: string;
  hash?: string;
  state?: unknown;
}

const NO_TYPES = new Map();

/** The listed parts of the page's address. */
export function address(parts: readonly AddressPart[]) {
  return {
    /** The parts as JSON texts. */
    read(): { [part in AddressPart]?: string } {
      const { search, hash } = location;
      return {
        ...(parts.includes("query") && { query: JSON.stringify(search) }),
        ...(parts.includes("hash") && { hash: JSON.stringify(hash) }),
        ...(parts.includes("state") && { state: encode(history.state, NO_TYPES, []) }),
      };
    },

    /** Takes the listed parts of what arrived. Adds to `events` what tells the page of it. */
    apply(arrived: Address, events: Event[]): Remark[] {
      const leftOut: Remark[] = [];
      for (const part of ["query", "hash", "state"] as const) {
        if (arrived[part] !== undefined && !parts.includes(part))
          leftOut.push({ reason: "not_listed", what: `the ${part}` });
      }
      const { href: oldURL, search, hash } = location;
      const url = new URL(oldURL);
      url.search = parts.includes("query") ? (arrived.query ?? search) : search;
      url.hash = parts.includes("hash") ? (arrived.hash ?? hash) : hash;
      const isState = parts.includes("state") && arrived.state !== undefined;
      try {
        const changed = isState && JSON.stringify(arrived.state) !== encode(history.state, NO_TYPES, []);
        if (url.href === oldURL && !changed) return leftOut;
        history.replaceState(changed ? decode(arrived.state, NO_TYPES, () => null) : history.state, "", url);
      } catch (error) {
        leftOut.push({ reason: "address_failed", what: `${error}` });
        return leftOut;
      }
      events.push(new PopStateEvent("popstate", { state: history.state }));
      if (url.hash !== hash) events.push(new HashChangeEvent("hashchange", { oldURL, newURL: url.href }));
      return leftOut;
    },
  };
}

/** Whether a value is parts of an address. */
export const isAddress = ({ query, hash, state }: Record<string, unknown>): boolean =>
  [query, hash].every(part => part === undefined || typeof part === "string") &&
  (state === undefined || excess(state) === undefined);
