const FIRST = 500;
const LONGEST = 30_000;

/**
 * Milliseconds to wait before a new attempt: doubles with each failed one up to half a minute, and lies anywhere in the
 * upper half, so that the pages of a restarted relay do not come back all at once.
 */
export function delay(failures: number): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** failures);
  return longest * (0.5 + Math.random() / 2);
}
