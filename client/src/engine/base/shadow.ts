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
      const { shadowRoot } = this;
      // As a browser does with one that was declared: a component that is defined late takes what is there, and fills it itself.
      if (shadowRoot && (shadowRoot as Attached)[ATTACHED]) {
        delete (shadowRoot as Attached)[ATTACHED];
        shadowRoot.replaceChildren();
        return shadowRoot;
      }
      const root = native.call(this, init);
      if (isOn) found(root);
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

/** On shadow roots that Liquid attached, and no script since; known to all copies of this module. */
const ATTACHED = Symbol.for("liquid.attached");
type Attached = ShadowRoot & { [ATTACHED]?: true };

/** Attaches a shadow root to an element that may be a component whose definition is still to come. */
export function attachRoot(host: Element, init: ShadowRootInit): ShadowRoot {
  const root: Attached = host.attachShadow(init);
  root[ATTACHED] = true;
  return root;
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
export const isTransparent = ({ childNodes, adoptedStyleSheets, slotAssignment }: ShadowRoot): boolean =>
  childNodes.length === 1 &&
  (childNodes[0] as Element).outerHTML === "<slot></slot>" &&
  !adoptedStyleSheets.length &&
  slotAssignment !== "manual";

/** Makes a shadow root show its host as if it had none. */
export function makeTransparent(root: ShadowRoot): void {
  root.replaceChildren(root.ownerDocument.createElement("slot"));
  root.adoptedStyleSheets = [];
}
