import { onTestFinished } from "vitest";
import { Liquid, type LiquidEvents, type StartOptions } from "../../../client/src/index";
import { type MemoryRelay, quiet } from "./relay";

/** A page of its own in the test's document: an element that Liquid takes for the whole. */
export interface Page {
  root: HTMLElement;
  liquid: Liquid;
  /** The first element that a selector finds in it. */
  find<E extends HTMLElement = HTMLElement>(selector: string): E;
}

let pages = 0;

/** Puts a page into the document and starts Liquid on it. */
export async function openPage(relay: MemoryRelay, html: string, options: StartOptions = {}): Promise<Page> {
  const root = putPage(html);
  // A relay address of its own: pages in one tab share the storage that keeps their identities.
  const url = `/liquid-${++pages}`;
  const liquid = await Liquid.start({ url, root, transport: relay.transport(), ...options });
  onTestFinished(() => liquid.stop());
  // The others know of it before the test goes on.
  await quiet();
  return { root, liquid, find: selector => root.querySelector(selector)! };
}

/** Puts a page into the document until the test is over. */
export function putPage(html: string): HTMLElement {
  const root = document.createElement("main");
  root.innerHTML = html;
  document.body.append(root);
  onTestFinished(() => root.remove());
  return root;
}

/** The detail of the next event of a type. */
export function next<K extends keyof LiquidEvents>(liquid: Liquid, type: K): Promise<LiquidEvents[K]["detail"]> {
  return new Promise(resolve => liquid.addEventListener(type, event => resolve(event.detail), { once: true }));
}
