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

/** Loads one side of a pair: the parser reads it as it reads what a server sends. */
export async function open(pair: Pair, side: "from" | "to"): Promise<HTMLIFrameElement> {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const inner = frame.contentDocument!;
  inner.open();
  const loaded = new Promise(resolve => frame.contentWindow!.addEventListener("load", resolve, { once: true }));
  inner.write(markup(pair, side));
  inner.close();
  if (inner.readyState !== "complete") await loaded;
  if (isBuilt(pair, side)) inner.body.append(build(inner, pair[`${side}Tree`]!));
  return frame;
}

const contextOf = (pair: Pair, side: "from" | "to") => pair.ctx[side === "from" ? 0 : 1];

/** The whole page that a side is. */
function markup(pair: Pair, side: "from" | "to"): string {
  if (contextOf(pair, side) === "document") return pair[side];
  const body = isBuilt(pair, side) ? "" : pair[side];
  return `<!doctype html><html><head><title>A page</title></head><body>${body}</body></html>`;
}

/** Whether a side is built by DOM calls. */
export const isBuilt = (pair: Pair, side: "from" | "to"): boolean => /^(tree|svg)$/.test(contextOf(pair, side));

/** Loads the first side of a pair, remembers it, and sets its live states. */
export async function load(pair: Pair): Promise<Loaded> {
  const frame = await open(pair, "from");
  const window = frame.contentWindow as unknown as { eval(code: string): { remember: typeof remember } };
  const inner = frame.contentDocument!;
  const engine = window.eval(ENGINE).remember(inner);
  const numbers = new Map([...walk(inner)].map(({ node }, number) => [node, number]));
  setLive(inner, pair.fromLive);
  return { frame, document: inner, engine, numbers };
}
