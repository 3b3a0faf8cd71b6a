import { firstOf, localNameOf, parentNodeOf, shadowRootOf } from "./native";
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
  /** Those with elements in them that do not count. */
  const around = new Set<Node>();
  const isPassedBy = (element: Element): boolean => {
    for (let above = around.size ? parentNodeOf(element) : null; above; above = parentNodeOf(above)) {
      if (around.has(above)) return true;
    }
    return ignored.has(element);
  };
  const note = (element: Element) => {
    if (element !== root && isIgnored(element)) ignored.add(element);
    else if (isClosed(element)) closed.add(element);
    else return;
    if (firstOf(element)) around.add(element);
  };

  for (const top of tops) {
    if (isShadowRoot(top)) stateful.add(top);
    const elements = remarkable(top);
    for (const element of [...markedIn(top as Node & ParentNode), ...elements]) note(element);
    for (const element of elements) {
      if (isPassedBy(element)) continue;
      if (isStateful(element)) stateful.add(element);
      const fragment = fragmentOf(element);
      if (!fragment) continue;
      fragments.set(element, fragment);
      hosts.set(fragment, element);
      tops.push(fragment);
    }
  }
  return found;
}

/**
 * All but elements that are frequent and never looked at. The browser passes by those many times faster than a script; what is frequent
 * stands first, on either side.
 */
const WORTH_A_LOOK =
  "div,span,p,:not(td,a,tr,li,path,i,b,br,img,button,option,label,em,strong,small,code,g,svg,ul,th,dt,dd)";

/**
 * The elements of a tree that have a shadow root, or a name by which they are to be looked at, in document order. A loop by itself, by
 * index: it runs once and is over before the browser has compiled much of it, so that it is fast only if it is small.
 */
function remarkable(top: Node): Element[] {
  const found: Element[] = isElement(top) ? [top] : [];
  const elements = (top as Node & ParentNode).querySelectorAll(WORTH_A_LOOK);
  for (let index = 0, { length } = elements; index < length; index++) {
    const element = elements[index]!;
    const name = localNameOf(element);
    const look = looks.get(name) ?? lookAt(name);
    if (look !== NOTHING && (look === ALL || shadowRootOf(element))) found.push(element);
  }
  return found;
}

/**
 * Elements that are ignored or closed by an attribute or a selector. Asked at once, and for each attribute by itself: that is how the
 * browser finds them many times faster than a walk that asks each node.
 */
const markedIn = (top: ParentNode): Element[] => MARKS.flatMap(mark => [...top.querySelectorAll(mark)]);
