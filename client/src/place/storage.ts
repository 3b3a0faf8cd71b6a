import type { Remark } from "../engine/patch";

/** Which keys travel, by the kind of storage; `*` in a pattern stands for any text. */
export interface StorageKeys {
  local?: string[];
  session?: string[];
}

/** Keys and values by the kind of storage. */
export type Stored = { [kind in keyof StorageKeys]?: Record<string, string> };

const KINDS = { local: "localStorage", session: "sessionStorage" } as const;
type Kind = keyof typeof KINDS;

/** What Liquid itself keeps there never travels. */
const OWN = /^liquid /;

/** The listed keys of the page's storage. Cookies are none of it: they are who somebody is. */
export function storage(keys: StorageKeys) {
  const kinds = (Object.keys(KINDS) as Kind[]).filter(kind => keys[kind]?.length);
  const patterns = { local: patternsOf(keys.local), session: patternsOf(keys.session) };
  const isListed = (kind: Kind, key: string) => !OWN.test(key) && patterns[kind].some(pattern => pattern.test(key));

  /** `undefined` where there is no storage, as in a sandboxed frame. */
  function read(kind: Kind): Record<string, string> | undefined {
    try {
      const area = globalThis[KINDS[kind]];
      const listed = Object.keys(area).filter(key => isListed(kind, key));
      return Object.fromEntries(listed.sort().map(key => [key, area.getItem(key)!]));
    } catch {
      return undefined;
    }
  }

  function write(kind: Kind, key: string, value: string | null, events: Event[], leftOut: Remark[]): void {
    try {
      const area = globalThis[KINDS[kind]];
      const oldValue = area.getItem(key);
      if (oldValue === value) return;
      if (value === null) area.removeItem(key);
      else area.setItem(key, value);
      events.push(
        new StorageEvent("storage", { key, oldValue, newValue: value, storageArea: area, url: location.href }),
      );
    } catch (error) {
      leftOut.push({ reason: "storage_failed", what: `"${key}" of ${KINDS[kind]}: ${error}` });
    }
  }

  return {
    read: (): Stored => Object.fromEntries(kinds.map(kind => [kind, read(kind)]).filter(([, values]) => values)),

    /** Writes what arrived, and removes the listed keys that did not. Adds to `events` what tells the page of it. */
    apply(stored: Stored, events: Event[]): Remark[] {
      const leftOut: Remark[] = [];
      for (const kind of Object.keys(KINDS) as Kind[]) {
        const arrived = stored[kind];
        if (!arrived) continue;
        for (const [key, value] of Object.entries(arrived)) {
          if (isListed(kind, key)) write(kind, key, value, events, leftOut);
          else leftOut.push({ reason: "not_listed", what: `"${key}" of ${KINDS[kind]}` });
        }
        const gone = Object.keys(read(kind) ?? {}).filter(key => !Object.hasOwn(arrived, key));
        for (const key of gone) write(kind, key, null, events, leftOut);
      }
      return leftOut;
    },
  };
}

/** Whether a value is keys and texts by the kind of storage. */
export const isStored = ({ local, session }: Record<string, unknown>): boolean =>
  [local, session].every(
    values =>
      values === undefined ||
      (typeof values === "object" &&
        values !== null &&
        Object.values(values).every(value => typeof value === "string")),
  );

const patternsOf = (patterns: string[] = []): RegExp[] =>
  patterns.map(pattern => new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`, "s"));

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
