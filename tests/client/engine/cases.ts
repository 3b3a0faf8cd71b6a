import type { Parameters } from "fast-check";

/**
 * How many random cases, others at every run: `usual`, or as many as VITE_RUNS says. What a failure prints as its seed and its path,
 * given as VITE_SEED and VITE_PATH, brings the same ones again.
 */
export function cases<T>(usual: number): Parameters<T> {
  const { VITE_RUNS: runs, VITE_SEED: seed, VITE_PATH: path } = import.meta.env;
  return {
    numRuns: Number(runs ?? usual),
    ...(seed && { seed: Number(seed) }),
    ...(path && { path, endOnFailure: true }),
  };
}
