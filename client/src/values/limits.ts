/** Entries of a value that is written flat: values, each a primitive or a list or record of the places of others. */
export type Flat = unknown[];

/** Values in one state; beyond this, what takes them would stand still. */
const MOST = 1_000_000;

/** Values within values. Who reads and writes them calls itself at each level, and stacks differ between browsers. */
const DEEPEST = 1000;
export const TOO_DEEP = `it is nested deeper than ${DEEPEST} levels`;

/** Characters of text in all. */
const LONGEST = 64 * 2 ** 20;

/** Digits of a BigInt: some browsers read one in a time that grows with their square. */
const MOST_DIGITS = 10_000;

/** Marks an array that is written by its length and what is in it. */
const SPARSE = -7;

/** Types whose parts are texts and numbers, not places. */
const LEAVES = new Set(["Date", "RegExp", "BigInt", "ArrayBuffer", "URL", "URLSearchParams"]);

/** Why a value is refused before any of it is made; `undefined` if it keeps all limits. What it says is not looked at. */
export function excess(flat: unknown): string | undefined {
  if (!Array.isArray(flat)) return Number.isInteger(flat) ? undefined : "it is no list of values";
  let size = 0;
  let count = flat.length;
  for (const entry of flat) {
    if (typeof entry === "string") size += entry.length;
    else if (typeof entry === "object" && entry !== null) {
      for (const part of Object.values(entry)) size += typeof part === "string" ? part.length : 1;
      if (Array.isArray(entry)) {
        if (entry[0] === "BigInt" && String(entry[1]).length > MOST_DIGITS) return "it has a number of too many digits";
        count += entry[0] === SPARSE ? Number(entry[1]) : entry.length;
      } else count += Object.keys(entry).length;
    }
  }
  if (!(count <= MOST * 2)) return `it has more than ${MOST} values`;
  if (size > LONGEST) return "it has too much text";
  return depthOf(flat) > DEEPEST ? TOO_DEEP : undefined;
}

/** How deep one goes who follows the places as they stand, each once. */
function depthOf(flat: Flat): number {
  const seen = new Uint8Array(flat.length);
  const stack: Iterator<number>[] = [[0].values()];
  let deepest = 0;
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const { value: place, done } = top.next();
    if (done) stack.pop();
    else if (!seen[place]) {
      seen[place] = 1;
      const inner = placesIn(flat[place]).filter(index => index >= 0 && index < flat.length);
      stack.push(inner.values());
      deepest = Math.max(deepest, stack.length);
    }
  }
  return deepest;
}

function placesIn(entry: unknown): number[] {
  if (typeof entry !== "object" || entry === null) return [];
  if (!Array.isArray(entry)) return Object.values(entry).filter(Number.isInteger);
  return LEAVES.has(entry[0]) ? [] : entry.filter(Number.isInteger);
}
