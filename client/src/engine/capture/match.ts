import { type Base, baseChildren } from "../base/base";
import { HTML, attributesOf as readAttributes } from "../base/names";
import { nameOf, namespaceOf, parentNodeOf, typeOf } from "../base/native";
import { childrenOf, firstChild, fragmentOf, isElement, isScript, nextSibling } from "../base/scope";
import { isStateful, statefulOf } from "../base/stateful";
import { firstAttributes, firstText, type Tracker } from "../base/tracker";

/**
 * New nodes that stand for base nodes which are gone: an application that renders again (`innerHTML`, `replaceChildren`) makes other
 * nodes of the same markup. Written as base nodes with their changes, the patch stays close to what really differs.
 */
export interface StandIns {
  /** The base number that each stands for. */
  readonly numbers: Map<Node, number>;
  /** Those that may differ from what they stand for. */
  readonly pairs: [number, Node][];
  /** Those that were found by `numberOf` and hold something. */
  readonly late: [number, Node][];
  /** Nodes with state of their own among them. */
  readonly stateful: Node[];
  /** The base number that a new node stands for, wherever it stands: what a form carries unseen is known by what it says. */
  numberOf(node: Node): number | undefined;
  /** Looks among a changed child list for nodes that stand for children which the base node lost. */
  match(number: number, parent: Node): void;
}

/** New nodes stand for themselves alone. */
export const noStandIns = (): StandIns => ({
  numbers: new Map(),
  pairs: [],
  late: [],
  stateful: [],
  numberOf: () => undefined,
  match() {},
});

export function standIns(base: Base, tracker: Pick<Tracker, "holds" | "touched">): StandIns {
  const numbers = new Map<Node, number>();
  const pairs: [number, Node][] = [];
  const late: [number, Node][] = [];
  const stateful: Node[] = [];

  const adopt = (number: number, node: Node): void => {
    numbers.set(node, number);
    if (isStateful(node)) stateful.push(node);
  };

  /** Equal to the last text: nothing below needs a look but scripts, whose texts have no numbers. */
  const adoptEqual = (number: number, node: Node): void => {
    let at = number;
    walk(node, below => {
      if (isElement(below) && isScript(below) && isOther(at, below)) pairs.push([at, below]);
      adopt(at++, below);
    });
  };

  /** Whether a script says something else than one did at load, as far as is known. */
  const isOther = (number: number, script: Element): boolean =>
    tracker.touched.get(number)?.children === true || base.nodes[number]!.textContent !== script.textContent;

  const adoptSimilar = (number: number, node: Node): void => {
    adopt(number, node);
    pairs.push([number, node]);
    const fragment = fragmentOf(node);
    const own = fragmentOf(base.nodes[number]!);
    if (fragment && own && base.numbers.has(own)) adoptSimilar(number + 1, fragment);
    match(number, node);
  };

  const match = (number: number, parent: Node): void => {
    let fresh = childrenOf(parent).filter(child => !base.numbers.has(child));
    if (!fresh.length) return;
    const lost = baseChildren(base, number).filter(child => {
      const node = base.nodes[child]!;
      return parentNodeOf(node) !== parent && !tracker.holds(node);
    });
    if (!lost.length) return;
    const gone = new Set(lost);
    const similar: [number, Node][] = [];
    const pass = (ofBase: Sign<number>, ofNode: Sign<Node>, found: (number: number, node: Node) => void) => {
      if (!gone.size || !fresh.length) return;
      const bySign = new Map<string, number[]>();
      // Taken from the end.
      for (const number of [...gone].reverse()) {
        const sign = ofBase(number);
        if (sign === undefined) continue;
        const alike = bySign.get(sign);
        if (alike) alike.push(number);
        else bySign.set(sign, [number]);
      }
      fresh = fresh.filter(node => {
        const sign = gone.size ? ofNode(node) : undefined;
        const number = sign === undefined ? undefined : bySign.get(sign)?.pop();
        if (number === undefined) return true;
        gone.delete(number);
        found(number, node);
        return false;
      });
    };
    const foundSimilar = (number: number, node: Node) => similar.push([number, node]);
    // What is below a node is read only where the node itself is like one that is gone.
    const tops = new Set(lost.map(number => signOfBase(number, number + 1)));
    pass(
      number => signOfBase(number, base.ends[number]!),
      node => (tops.has(signOfOne(0, node)) ? signOfNode(node) : undefined),
      adoptEqual,
    );
    pass(
      number => key(base.nodes[number]!, first(number)),
      node => key(node, attributesOf(node)),
      foundSimilar,
    );
    pass(
      number => kind(base.nodes[number]!, first(number)),
      node => kind(node, attributesOf(node)),
      foundSimilar,
    );
    for (const [number, node] of similar) adoptSimilar(number, node);
  };

  const first = (number: number): Attributes =>
    isElement(base.nodes[number]!) ? firstAttributes(base, tracker, number) : NONE;

  /** A node with what follows it at load up to a number. */
  const signOfBase = (top: number, end: number): string => {
    const { nodes, parents } = base;
    const depths: number[] = [0];
    let sign = "";
    for (let number = top; number < end; number++) {
      const node = nodes[number]!;
      const depth = number === top ? 0 : depths[parents[number]! - top]! + 1;
      depths[number - top] = depth;
      sign += signOf(depth, node, firstText(base, tracker, number), first(number));
    }
    return sign;
  };

  let hidden: Map<string, number[]> | undefined;
  /** Hidden fields that are gone, by all they say. Who wraps a form anew makes others, and a token in them is not to travel. */
  const lostHidden = (): Map<string, number[]> => {
    if (hidden) return hidden;
    hidden = new Map();
    const taken = new Set(numbers.values());
    for (const element of statefulOf(base, ["input"])) {
      const number = base.numbers.get(element)!;
      if (taken.has(number) || tracker.holds(element) || !isHidden(element)) continue;
      const sign = signOfBase(number, number + 1);
      hidden.set(sign, [...(hidden.get(sign) ?? []), number]);
    }
    return hidden;
  };

  const numberOf = (node: Node): number | undefined => {
    const number = numbers.get(node);
    if (number !== undefined || !isHidden(node)) return number;
    const lost = lostHidden().get(signOfOne(0, node))?.shift();
    if (lost === undefined) return undefined;
    adopt(lost, node);
    if (firstChild(node) || base.ends[lost]! > lost + 1) late.push([lost, node]);
    return lost;
  };

  return { numbers, pairs, late, stateful, numberOf, match };
}

type Attributes = Map<string, string>;
/** What two nodes must have in common; `undefined` has nothing. */
type Sign<T> = (of: T) => string | undefined;

const NONE: Attributes = new Map();

const attributesOf = (node: Node): Attributes => (isElement(node) ? readAttributes(node) : NONE);

const isHidden = (node: Node): boolean => nameOf(node) === "INPUT" && (node as HTMLInputElement).type === "hidden";

/** What can't be changed of a node. */
function nature(node: Node): string {
  const [nodeType, nodeName] = [typeOf(node), nameOf(node)];
  if (nodeType !== 1 && nodeType !== 10) return `${nodeType} ${nodeName}`;
  if (nodeType === 1 && namespaceOf(node as Element) === HTML && nameOf(node) === "FORM") return nodeName;
  const { namespaceURI, prefix, shadowRoot } = node as Element;
  // Nearly all there is.
  if (namespaceURI === HTML && !prefix && !shadowRoot) return nodeName;
  const { publicId, systemId } = node as DocumentType;
  return `${node.nodeType} ${namespaceURI} ${prefix} ${node.nodeName} ${!shadowRoot} ${publicId} ${systemId}`;
}

/** What an author says is the identity of an element. */
function key(node: Node, attributes: Attributes): string | undefined {
  const id = attributes.get("id") ?? attributes.get("data-key") ?? attributes.get("name");
  return id === undefined ? undefined : `${nature(node)} ${attributes.get("is")} ${id}`;
}

/** Nodes of a kind may stand for one another: the same nature, the same attributes apart from their values. */
const kind = (node: Node, attributes: Attributes): string =>
  `${nature(node)} ${attributes.get("is")} ${[...attributes.keys()].sort()}`;

/** A node to the last text, without what is below it; with that of a script too, since one script never stands for another. */
function signOf(depth: number, node: Node, own: string, attributes: Attributes): string {
  if (typeOf(node) === 3) return `${depth}"${own.length}:${own}`;
  const text = isElement(node) && isScript(node) ? node.textContent! : own;
  let sign = `${depth} ${nature(node)} ${text.length}:${text}`;
  // In one order, since that of attributes says nothing.
  const keys = attributes.size > 1 ? [...attributes.keys()].sort() : attributes.keys();
  for (const key of keys) sign += ` ${key}=${attributes.get(key)!.length}:${attributes.get(key)}`;
  return sign;
}

function signOfNode(top: Node): string {
  let sign = "";
  walk(top, (node, depth) => {
    sign += signOfOne(depth, node);
  });
  return sign;
}

/** A node as it is now, without what is below it. */
const signOfOne = (depth: number, node: Node): string => signOf(depth, node, node.nodeValue ?? "", attributesOf(node));

/** Visits a node and all that is below it, fragments first, in the order in which a base is numbered. */
function walk(top: Node, visit: (node: Node, depth: number) => void): void {
  const stack: { node: Node | null; depth: number }[] = [{ node: top, depth: 0 }];
  for (let frame = stack[0]; frame; frame = stack.at(-1)) {
    const { node, depth } = frame;
    if (!node) {
      stack.pop();
      continue;
    }
    frame.node = node === top ? null : nextSibling(node);
    visit(node, depth);
    stack.push({ node: firstChild(node), depth: depth + 1 });
    const fragment = fragmentOf(node);
    if (fragment) stack.push({ node: fragment, depth: depth + 1 });
  }
}
