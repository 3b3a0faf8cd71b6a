import type { Engine, remember } from "../../../client/src/engine/index";
import { build } from "./build";
import { setLive } from "./live";
import type { Pair } from "./pair";
import { walk } from "./walk";

/** A page that was loaded and remembered. */
export interface Loaded {
  frame: HTMLIFrameElement;
  document: Document;
  engine: Engine;
  /** The numbers that its nodes had at load, in document order. */
  numbers: Map<Node, number>;
}

/** The engine's own script; each page runs its own copy, as a page does. */
declare const ENGINE: string;

/** Loads one side of a pair over HTTP, as a browser loads a page. */
export async function open(pair: Pair, index: number, suite: string, side: "from" | "to"): Promise<HTMLIFrameElement> {
  const frame = document.createElement("iframe");
  const loaded = new Promise(resolve => frame.addEventListener("load", resolve, { once: true }));
  frame.src = `/page?suite=${suite}&pair=${index}&side=${side}`;
  document.body.append(frame);
  await loaded;
  const inner = frame.contentDocument!;
  if (isBuilt(pair, side)) inner.body.append(build(inner, pair[`${side}Tree`]!));
  return frame;
}

/** Whether a side is built by DOM calls. */
export const isBuilt = (pair: Pair, side: "from" | "to"): boolean =>
  /^(tree|svg)$/.test(pair.ctx[side === "from" ? 0 : 1]);

/** Loads the first side of a pair, remembers it, and sets its live states. */
export async function load(pair: Pair, index: number, suite: string): Promise<Loaded> {
  const frame = await open(pair, index, suite, "from");
  const window = frame.contentWindow as unknown as { eval(code: string): { remember: typeof remember } };
  const inner = frame.contentDocument!;
  const engine = window.eval(ENGINE).remember(inner);
  const numbers = new Map([...walk(inner)].map(({ node }, number) => [node, number]));
  setLive(inner, pair.fromLive);
  return { frame, document: inner, engine, numbers };
}
