import { CLOSED, EXTENSION_ELEMENTS, fragmentOf, isClosed, isElement, isIgnored, isShadowRoot, MARKS } from "./scope";
import { isStateful, STATES } from "./stateful";

/**
 * What of a tree has to be found at load, since no mutation tells of it later. Everything else, the numbers of its nodes included, can
 * be read when there is time: see {@link Links}.
 */
export interface Survey {
  /** Shadow roots and the contents of templates, by their elements. */
  readonly fragments: Map<Element, DocumentFragment>;
  /** The elements of those. */
  readonly hosts: Map<Node, Element>;
  readonly ignored: Set<Node>;
  /** Those whose content never travels. */
  readonly closed: Set<Node>;
  /** Elements and shadow roots with state of their own. */
  readonly stateful: Set<Node>;
}

/** What is to be asked of an element, by its local name: nothing, since it can't have a shadow root; whether it has one; … */
const NOTHING = 0;
const ROOT = 1;
/** … or all: it may have state of its own, be ignored or closed, or hold a fragment. */
const ALL = 2;
/** Elements that may have a shadow root; so may custom ones. */
const HOSTS = "article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(" ");
const looks = new Map<string, number>([
  ...HOSTS.map(name => [name, ROOT] as const),
  ...[...STATES, ...EXTENSION_ELEMENTS, ...CLOSED, "template"].map(name => [name, ALL] as const),
]);

/** Whether elements of a name may have a shadow root. */
export const mayHaveRoot = (name: string): boolean => (looks.get(name) ?? lookAt(name)) !== NOTHING;

function lookAt(name: string): number {
  const look = name.includes("-") ? ROOT : NOTHING;
  looks.set(name, look);
  return look;
}

export const emptySurvey = (): Survey => ({
  fragments: new Map(),
  hosts: new Map(),
  ignored: new Set(),
  closed: new Set(),
  stateful: new Set(),
});

/** Surveys a tree. */
export function survey(root: Node): Survey {
  const found = emptySurvey();
  const { fragments, hosts, ignored, closed, stateful } = found;
  const tops: Node[] = [root];
  const hold = (element: Element, fragment: DocumentFragment) => {
    fragments.set(element, fragment);
    hosts.set(fragment, element);
    tops.push(fragment);
  };
  /** Whether what is in an element counts. */
  const counts = (element: Element): boolean => {
    if (element !== root && isIgnored(element)) {
      ignored.add(element);
      return false;
    }
    if (isStateful(element)) stateful.add(element);
    const fragment = fragmentOf(element);
    if (fragment) hold(element, fragment);
    if (isClosed(element)) closed.add(element);
    return !closed.has(element);
  };

  for (const top of tops) {
    if (isShadowRoot(top)) stateful.add(top);
    const marked = markedIn(top as Node & ParentNode);
    // As a list, which the browser makes at once. One loop: it runs once and is over before the browser has compiled much of it.
    const all = (top as ParentNode).querySelectorAll("*");
    let passed = isElement(top) && !counts(top) ? top : undefined;
    for (let index = 0, { length } = all; index < length; index++) {
      const node = all[index]!;
      if (passed?.contains(node)) continue;
      passed = undefined;
      const look = marked?.has(node) ? ALL : (looks.get(node.localName) ?? lookAt(node.localName));
      if (look === ROOT) {
        const { shadowRoot } = node;
        if (shadowRoot) hold(node, shadowRoot);
      } else if (look === ALL && !counts(node)) passed = node;
    }
  }
  return found;
}

/**
 * Elements that are ignored or closed by an attribute or a selector. Asked at once, and for each attribute by itself: that is how the
 * browser finds them many times faster than a walk that asks each node.
 */
function markedIn(top: ParentNode): Set<Node> | undefined {
  const found = MARKS.flatMap<Node>(mark => [...top.querySelectorAll(mark)]);
  return found.length ? new Set(found) : undefined;
}
