import { expect } from "vitest";
import { type Patch, type Row, remember } from "../../../../client/src/engine";
import { closePages, facts, page } from "../page";
import { type Deploy, deploy } from "./deploy";
import { type Branch, copy, counter, identities, markup, type Part } from "./model";
import { observe } from "./observed";
import { correspondence, judge, type Verdict } from "./oracle";
import { type Use, use } from "./use";

/** Identities of what deploys add begin here. */
const LATER = 1_000_000;

export const pageOf = (parts: Part[]): Branch => {
  const next = counter();
  return { identity: next(), name: "body", attributes: {}, children: parts.map(made => made(next)) };
};

function known(model: Branch) {
  const document = page(`<!doctype html>${markup(model)}`);
  return { document, identities: identities(model, document.body), observed: observe(document.body) };
}

/** Numbers as the engine gives them, in document order. */
function numbered(document: Document): (node: Node) => number {
  const walker = document.createTreeWalker(document);
  const numbers = new Map<Node, number>([[document, 0]]);
  while (walker.nextNode()) numbers.set(walker.currentNode, numbers.size);
  return node => numbers.get(node)!;
}

/** Uses a page, sends it to a later deploy of it, and judges what arrived. */
export async function run(parts: Part[], deploys: Deploy[], uses: Use[]): Promise<Verdict> {
  const model = pageOf(parts);
  const later = copy(model);
  const next = counter(LATER);
  for (const one of deploys) deploy(later, one, next);
  const [used, source, target] = [known(model), known(model), known(later)];
  const [a, same, b] = [remember(used.document), remember(source.document), remember(target.document)];
  const corresponds = correspondence(source, target);
  const describe = numbered(source.document);
  const loaded = facts(target.document);

  for (const one of uses) use(used.document, one);
  const [patch, base] = JSON.parse(JSON.stringify([a.capture(), a.describe()])) as [Patch, Row[]];
  // Another copy of the source's page tells which of its nodes a change is of: what is rendered again may stand for what is gone.
  same.apply(patch);
  await b.learn(patch.base, base);
  const { leftOut } = b.apply(patch);
  const verdict = judge(corresponds, [source, observe(source.document.body)], [target, observe(target.document.body)], {
    leftOut,
    describe,
  });
  if (verdict.wrong.length || verdict.silent.length)
    Object.assign(verdict, {
      was: markup(model),
      is: source.document.body.outerHTML,
      other: markup(later),
      became: target.document.body.outerHTML,
      leftOut,
    });
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(facts(target.document)).toEqual(loaded);
  expect(b.capture()).toEqual({ base: b.fingerprint });
  for (const engine of [a, same, b]) engine.stop();
  closePages();
  return verdict;
}
