import { isElement } from "../engine/base/scope";
import type { Migration } from "./migration";

/** What somebody does who works on a page. */
const WORK = ["pointerdown", "keydown", "input", "change", "drop"];

type Entries = Map<string, string>;

/** Tells how much was done on a page since it was loaded, or since something last arrived here, or from here elsewhere: what must not be lost unasked. */
export function changes(root: Node, now: () => Migration) {
  let worked = false;
  let known: Entries | undefined;
  const ended = new AbortController();
  const work = ({ target, type }: Event) => {
    // What is marked as no part of the page, as the panel, is none here.
    if (worked || (isElement(target as Node) && (target as Element).closest("[data-liquid-ignore]"))) return;
    worked = true;
    // What the page did by itself until now is nobody's work. The others come when something is done already.
    if (/^(pointer|key)down$/.test(type)) known ??= entriesOf(now());
  };
  for (const type of WORK) root.addEventListener(type, work, { capture: true, passive: true, signal: ended.signal });

  return {
    /** In how many places it is other than it was; none as long as nobody did anything: pages change by themselves too. */
    count(): number {
      if (!worked) return 0;
      const [before, after] = [known ?? new Map(), entriesOf(now())];
      const places = new Set([...before.keys(), ...after.keys()]);
      return [...places].filter(place => before.get(place) !== after.get(place)).length;
    },

    /** This has arrived: from here on it counts anew. */
    arrived(migration: Migration): void {
      worked = false;
      known = entriesOf(migration);
    },

    /** This has arrived elsewhere: what was done until then is not lost with the page. */
    gone(migration: Migration): void {
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

/** What is in a page by where it is: nodes, form fields, states, storage and address. Scroll and focus are nothing to lose. */
function entriesOf({ patch, state, place }: Migration): Entries {
  const { nodes = [], form = [], ownedForm = [] } = patch ?? {};
  const entries: Entries = new Map();
  for (const [section, list] of Object.entries({ nodes, form })) {
    for (const entry of list as unknown[][]) entries.set(`${section} ${entry[0]}`, JSON.stringify(entry));
  }
  // Ids and texts around a field are the framework's.
  for (const [owner, [, , way], control] of ownedForm) entries.set(`owned ${owner} ${way}`, JSON.stringify(control));
  if (state !== undefined) entries.set("state", JSON.stringify(state));
  if (place !== undefined) entries.set("place", JSON.stringify(place));
  return entries;
}
