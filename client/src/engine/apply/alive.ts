import { childrenOf, isElement } from "../base/scope";
import type { MadeNodes } from "./reuse";

/**
 * Custom elements render themselves: when they are made, when they come into the document, or, as Lit's, some microtasks later. What they
 * made has their listeners, so it is to be used rather than what a patch says in its place, which is the same by name and looks only.
 */
export function rendersItself(element: Element, is: string | undefined): boolean {
  const name = is ?? element.localName;
  return name.includes("-") && element.ownerDocument.defaultView?.customElements.get(name) !== undefined;
}

/** Resolves when all microtasks of now have run; a timer would be held back in a hidden page. */
export const nextTask = (): Promise<void> =>
  new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

/** Lets what a node holds be used like what Liquid made. */
export function lend(parent: Node, makes: MadeNodes): void {
  const walker = parent.ownerDocument!.createTreeWalker(parent);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (!makes.has(node)) makes.set(node, undefined);
}

/** Where an element rendered children of its own beside those that it was given, the given ones go. False if it did not. */
export function giveWay(element: Element, isBase: (node: Node) => boolean, makes: MadeNodes): boolean {
  const children = childrenOf(element);
  const own = children.filter(child => !makes.has(child) && !isBase(child));
  if (own.length === 0) return false;
  for (const child of children) if (makes.has(child)) element.removeChild(child);
  for (const child of own) {
    makes.set(child, undefined);
    if (isElement(child)) lend(child, makes);
  }
  return true;
}
