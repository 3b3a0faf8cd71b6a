import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { type Patch, readFacts, remember } from "../../../client/src/engine";
import { cases } from "./cases";
import { closePages, facts, page } from "./page";
import { LATE_ROOT, markup, mutate, mutations } from "./random";

afterEach(closePages);

it("whatever happens to a page, it arrives on one to which other things happened", async () => {
  await fc.assert(
    fc.asyncProperty(markup, mutations, mutations, mutations, async (html, first, second, local) => {
      const [source, target] = [page(html), page(html)];
      const [a, b] = [remember(source, { thorough: readFacts }), remember(target)];
      const attics: Node[][] = [[], []];
      const loaded = facts(target);

      for (const list of [first, second]) {
        mutate(source, list, attics[0]!);
        mutate(
          target,
          local.filter(({ kind }) => kind !== LATE_ROOT),
          attics[1]!,
        );
        await Promise.resolve();
        const patch = JSON.stringify(a.capture());
        expect(JSON.parse(JSON.stringify(a.capture({ full: true })))).toEqual(JSON.parse(patch));
        const report = b.apply(JSON.parse(patch) as Patch);
        expect(report.leftOut).toEqual([]);
        expect(facts(target)).toEqual(facts(source));
        expect(b.apply(JSON.parse(patch) as Patch).applied).toBe(0);
      }
      b.reset();
      expect(facts(target)).toEqual(loaded);
      expect(b.capture()).toEqual({ base: b.fingerprint });
      a.stop();
      b.stop();
      closePages();
    }),
    cases(300),
  );
}, 1_200_000);

it("whatever happens before there is time to number a page, its base is what it was at load", async () => {
  await fc.assert(
    fc.asyncProperty(markup, mutations, mutations, async (html, first, second) => {
      const [untouched, changed] = [page(html), page(html)];
      const [a, b] = [remember(untouched), remember(changed)];
      const attic: Node[] = [];
      for (const list of [first, second]) {
        mutate(changed, list, attic);
        await Promise.resolve();
      }
      expect(b.describe()).toEqual(a.describe());
      expect(b.fingerprint).toBe(a.fingerprint);
      b.reset();
      // A shadow root that the application attached stays.
      if (![...first, ...second].some(({ kind }) => kind === LATE_ROOT)) {
        expect(facts(changed)).toEqual(facts(untouched));
      }
      a.stop();
      b.stop();
      closePages();
    }),
    cases(300),
  );
}, 1_200_000);
