import { remember } from "../../../../client/src/engine";
import { type Branch, copy, counter } from "../deploys/model";
import { closePages, facts, page } from "../page";
import { type Application, shown } from "./application";
import { type Change, change, type States } from "./change";
import { lost } from "./lost";
import { fill, html, nodesOf, render, type Way } from "./render";
import { operate } from "./surgical";

/** What a patch is and does at a page that was loaded like its source. */
export interface Effect {
  bytes: number;
  /** How many records an observer of the target's application sees. */
  records: number;
  /** What did not change and is not the same node any more. */
  lost: string[];
  /** Where what arrived, and what is there after a reset, differs from what is to be there. */
  differs: boolean;
}

/** An application that rendered again, beside one that did the same by hand to the nodes that are there. */
export interface Outcome {
  rendered: Effect;
  surgical: Effect;
  /** How much changed since load. */
  changes: number;
}

/** Changes an application's model round after round and renders it again; the oracle is a page that makes the same changes itself. */
export function run(application: Application, rounds: Change[][], way: Way): Outcome[] {
  const next = counter();
  const view = shown(application, next);
  const loaded = copy(view.page);
  const markup = `<!doctype html><body>${html(view.page)}`;
  const [again, byHand] = [page(markup), page(markup)];
  const [a, b] = [remember(again), remember(byHand)];
  const nodes = nodesOf(view.page, byHand.body.firstChild!);
  const states: States = new Map();
  const outcomes: Outcome[] = [];
  let changes = 0;
  for (const round of rounds) {
    const former = copy(view.page);
    for (const one of round) change(application, view, states, one, next);
    changes += round.length;
    const main = again.querySelector("main")!;
    render(main, way, former, view.page);
    fill(nodesOf(view.page, main), view.page, states);
    operate(nodes, view.page);
    fill(nodes, view.page, states);
    const [rendered, surgical] = [[again, a] as const, [byHand, b] as const].map(([source, engine]) =>
      effect(markup, loaded, view.page, source, JSON.stringify(engine.capture())),
    ) as [Effect, Effect];
    outcomes.push({ rendered, surgical, changes });
  }
  for (const engine of [a, b]) engine.stop();
  closePages();
  return outcomes;
}

function effect(markup: string, loaded: Branch, model: Branch, source: Document, patch: string): Effect {
  const target = page(markup);
  const engine = remember(target);
  const before = nodesOf(loaded, target.querySelector("main")!);
  const atLoad = JSON.stringify(facts(target));
  const observer = new MutationObserver(() => {});
  observer.observe(target, { childList: true, attributes: true, characterData: true, subtree: true });
  engine.apply(JSON.parse(patch));
  const records = observer.takeRecords().length;
  observer.disconnect();
  const isEqual = JSON.stringify(facts(target)) === JSON.stringify(facts(source));
  const gone = isEqual ? lost(loaded, model, before, nodesOf(model, target.querySelector("main")!)) : [];
  engine.reset();
  const differs = !isEqual || JSON.stringify(facts(target)) !== atLoad;
  engine.stop();
  return { bytes: patch.length, records, lost: gone, differs };
}
