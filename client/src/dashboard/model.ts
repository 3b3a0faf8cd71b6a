import type { Instance, Receipt, Sample, Space, Update } from "./feed";

const SAMPLES = 180;
const RECEIPTS = 50;

/** What the dashboard shows: the updates taken together. */
export interface Model {
  now: number;
  problem: string | undefined;
  more: number;
  spaces: Map<string, Space>;
  samples: Sample[];
  receipts: Receipt[];
}

export function empty(): Model {
  return { now: 0, problem: undefined, more: 0, spaces: new Map(), samples: [], receipts: [] };
}

export function take(model: Model, update: Update): void {
  model.now = Date.parse(update.at);
  model.problem = update.problem;
  model.more = update.more;
  for (const name of update.gone) model.spaces.delete(name);
  for (const space of update.spaces) model.spaces.set(space.name, space);
  model.samples = [...model.samples, ...update.samples].slice(-SAMPLES);
  model.receipts = [...update.receipts.reverse(), ...model.receipts].slice(0, RECEIPTS);
}

/** The spaces, those with most online first; where they are even, by name, so that they keep their places. */
export function inOrder({ spaces }: Model): Space[] {
  return [...spaces.values()].sort((a, b) => b.online - a.online || (a.name < b.name ? -1 : 1));
}

/** What an instance is called; its id once it is forgotten. */
export function nameOf(id: string, instances: readonly Instance[] = []): string {
  if (id === "*") return "all";
  return instances.find(instance => instance.id === id)?.name ?? (/^http[ :]/.test(id) ? "a script" : id);
}
