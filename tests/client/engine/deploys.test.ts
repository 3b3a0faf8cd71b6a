import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { cases } from "./cases";
import { deploys } from "./deploys/deploy";
import { partOf, WORDS } from "./deploys/parts";
import { run } from "./deploys/run";
import { uses } from "./deploys/use";
import { closePages } from "./page";

afterEach(closePages);

it("what was done on a page arrives on another deploy of it at the same nodes, or is a remark", async () => {
  let [possible, arrived] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(partOf(WORDS), { minLength: 1, maxLength: 4 }),
      deploys,
      uses,
      async (parts, deploys, uses) => {
        const verdict = await run(parts, deploys, uses);
        possible += verdict.possible;
        arrived += verdict.arrived;
        expect(verdict).toMatchObject({ wrong: [], silent: [] });
      },
    ),
    cases(300),
  );
  console.info(`${arrived} of ${possible} changes arrived`);
}, 1_200_000);
