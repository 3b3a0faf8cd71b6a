import type { Base } from "./base";
import { fragmentOf } from "./scope";

/**
 * Shadow roots that come after load. Attaching one makes no mutation and no event, and looking for them would cost as much as the page
 * is large; so the method is followed, and put back by the function returned. Those that a parser makes are found when they are written.
 */
export function followShadowRoots(window: Window & typeof globalThis, found: (root: ShadowRoot) => void): () => void {
  const { prototype } = window.Element;
  const native = prototype.attachShadow;
  let isOn = true;
  const attachShadow = {
    // A method, so that it is no constructor, as the native one is none.
    attachShadow(this: Element, init: ShadowRootInit): ShadowRoot {
      const root = native.call(this, init);
      if (isOn && this.shadowRoot) found(root);
      return root;
    },
  }.attachShadow;
  prototype.attachShadow = attachShadow;
  return () => {
    isOn = false;
    // Who follows it too has wrapped this one, which then stays and does nothing.
    if (prototype.attachShadow === attachShadow) prototype.attachShadow = native;
  };
}

/** The shadow root that a base element got after load. */
export function lateFragment(base: Base, node: Node): DocumentFragment | null {
  const fragment = fragmentOf(node);
  return fragment && !base.numbers.has(fragment) ? fragment : null;
}

/** The same, if it counts. */
export function lateRoot(base: Base, node: Node): DocumentFragment | null {
  const fragment = lateFragment(base, node);
  return fragment && !isTransparent(fragment as ShadowRoot) ? fragment : null;
}

/**
 * Whether a shadow root shows its host as if it had none: an element can't lose its root, so it is given a single slot instead, which
 * counts as none.
 */
export const isTransparent = ({ childNodes, adoptedStyleSheets }: ShadowRoot): boolean =>
  childNodes.length === 1 && (childNodes[0] as Element).outerHTML === "<slot></slot>" && !adoptedStyleSheets.length;

/** Makes a shadow root show its host as if it had none. */
export function makeTransparent(root: ShadowRoot): void {
  root.replaceChildren(root.ownerDocument.createElement("slot"));
  root.adoptedStyleSheets = [];
}
