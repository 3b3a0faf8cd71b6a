import { type Base, baseChildren } from "../base/base";
import type { Fresh } from "../base/fresh";
import { attributesOf, getAttribute } from "../base/names";
import { localNameOf } from "../base/native";
import { isClosed, isElement, isKeptBack, isText } from "../base/scope";
import { lateRoot, makeTransparent } from "../base/shadow";
import { firstText, type Tracker } from "../base/tracker";
import type { AttributeChanges, Entry } from "../patch";
import { type Builder, builder } from "./build";
import type { Plan } from "./check";
import { isFragmentEntry } from "./entries";
import type { MadeNodes } from "./reuse";
import type { Guard } from "./safety";

/**
 * Brings the tree to the base with the plan's changes. Only nodes that were touched here or are changed by the plan are looked
 * at, each goes from what it is to what it is to be, and what is right already is left alone. `isPatient` and `originals`: see
 * {@link builder}.
 */
export function applyNodes(
  base: Base,
  tracker: Tracker,
  plan: Plan,
  guard: Guard,
  makes: MadeNodes,
  isPatient: boolean,
  originals?: Fresh,
): Builder {
  const build = builder(base, guard, makes, plan, isPatient, originals);
  const affected = [...new Set([...tracker.touched.keys(), ...plan.changes.keys()])]
    .map(number => ({ number, depth: plan.depthOf(number) }))
    .filter(({ depth }) => depth >= 0)
    // Parents before children: what is above is in its final place, so nothing is ever put into itself.
    .sort((a, b) => a.depth - b.depth);

  for (const { number } of affected) {
    const node = base.nodes[number]!;
    if (isKeptBack(node)) {
      const written = plan.changes.get(number);
      if (written && !(written[1] === 0 && isOwn(base, number, written[2]!)))
        build.leftOut.push({ reason: "closed", node: number, what: "changes" });
      continue;
    }
    const first = tracker.touched.get(number);
    const [, change, entries] = plan.changes.get(number) ?? [number, 0 as const];
    if (isText(node)) applyText(node, typeof change === "string" ? change : firstText(base, tracker, number), build);
    else if (isElement(node))
      applyAttributes(node, number, first?.attributes, change as AttributeChanges | 0, guard, build);
    if (isClosed(node)) {
      // Nothing is put into a script or into what is private, and what is there stays.
      if (entries && !isOwn(base, number, entries))
        build.leftOut.push({ reason: "closed", node: number, what: `content of <${node.nodeName}>`.toLowerCase() });
    } else if (first?.children || entries) {
      const list: Entry[] = entries ?? firstList(base, number);
      build.build(node, list, plan.starts.get(number) ?? base.nodes.length);
      const root = lateRoot(base, node);
      if (root && !(list.length && isFragmentEntry(list[0]!))) takeBack(root as ShadowRoot, number, build, makes);
    }
  }
  for (const [number, entries, start] of plan.lower) {
    const parent = build.made.nodeOf(number);
    if (parent) build.build(parent, entries, start);
  }
  build.finish();
  return build;
}

/** The children at load, as one run. */
function firstList(base: Base, number: number): Entry[] {
  const children = baseChildren(base, number);
  return children.length ? [[children[0]!, children.length]] : [];
}

/** Whether entries are all base children of a node: others of these stand elsewhere, and nothing is put in. */
const isOwn = ({ parents }: Base, number: number, entries: Entry[]): boolean =>
  entries.every(entry => typeof entry === "number" && parents[entry] === number);

/** Hides a shadow root that the page had not at load, where Liquid attached it. An application's own stays. */
function takeBack(root: ShadowRoot, number: number, build: Builder, makes: MadeNodes): void {
  if (makes.has(root)) {
    makeTransparent(root);
    build.progress.applied++;
  } else build.leftOut.push({ reason: "shadow_root", node: number, what: `that <${root.host.localName}> has none` });
}

function applyText(node: CharacterData, text: string, build: Builder): void {
  if (node.data === text) return;
  node.data = text;
  build.progress.applied++;
}

function applyAttributes(
  element: Element,
  number: number,
  before: Map<string, string | null> | undefined,
  change: AttributeChanges | 0,
  guard: Guard,
  build: Builder,
): void {
  let changes: AttributeChanges = change || {};
  const isGone = (key: string) => Object.hasOwn(changes, key) && changes[key] === null;
  const names = [...attributesOf(element).keys(), ...Object.keys(changes)].filter(name => !isGone(name));
  const reason = guard.element(localNameOf(element), Object.fromEntries(names.map(name => [name, 1])));
  if (reason) {
    if (change) build.leftOut.push({ reason, node: number, what: `changes of <${element.localName}>` });
    // One of the page's own goes back to what it was at load.
    changes = {};
  }
  // What goes goes first: a `<meta>` without `http-equiv` may say what it likes; of a value it is known at last whether it may enter.
  const order = (key: string) => (isGone(key) ? 0 : key === "value" ? 2 : 1);
  for (const key of Object.keys(changes).sort((a, b) => order(a) - order(b))) {
    if (getAttribute(element, key) !== changes[key]) build.setAttribute(element, key, changes[key]!, number);
  }
  const back = [...(before ?? [])].filter(([key]) => !Object.hasOwn(changes, key));
  for (const [key, value] of back.sort(([, a], [, b]) => Number(b === null) - Number(a === null)))
    build.restoreAttribute(element, key, value);
}
