import type { Migration } from "./migration";

/** What somebody does who works on a page. */
const WORK = ["pointerdown", "keydown", "input", "change", "drop"];

type Entries = Map<string, string>;

/** Tells how much was done on a page since it was loaded, or since something last arrived: what must not be lost unasked. */
export function changes(root: Node, now: () => Migration) {
  let worked = false;
  let known: Entries = new Map();
  const ended = new AbortController();
  const work = ({ target }: Event) => {
    // What is marked as no part of the page, as the panel, is none here.
    worked ||= !(target instanceof Element && target.closest("[data-liquid-ignore]"));
  };
  for (const type of WORK) root.addEventListener(type, work, { capture: true, passive: true, signal: ended.signal });

  return {
    /** In how many places it is other than it was; none as long as nobody did anything: pages change by themselves too. */
    count(): number {
      if (!worked) return 0;
      const entries = entriesOf(now());
      const places = new Set([...known.keys(), ...entries.keys()]);
      return [...places].filter(place => known.get(place) !== entries.get(place)).length;
    },

    /** This has arrived: from here on it counts anew. */
    arrived(migration: Migration): void {
      worked = false;
      known = entriesOf(migration);
    },

    /** The person's own state is there again. */
    restored(): void {
      worked = true;
      known = new Map();
    },

    stop: () => ended.abort(),
  };
}

/** What is in a page by where it is: nodes, form fields, states. Scroll and focus are nothing to lose. */
function entriesOf({ patch: { nodes = [], form = [], ownedForm = [] }, state }: Migration): Entries {
  const entries: Entries = new Map();
  for (const [section, list] of Object.entries({ nodes, form, ownedForm })) {
    for (const entry of list as unknown[][]) entries.set(`${section} ${entry[0]}`, JSON.stringify(entry));
  }
  if (state !== undefined) entries.set("state", JSON.stringify(state));
  return entries;
}
