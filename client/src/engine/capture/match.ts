import { type Base, baseChildren } from "../base/base";
import { nameOf, parentNodeOf } from "../base/native";
import { childrenOf, firstChild, fragmentOf, isElement, isScript } from "../base/scope";
import { isStateful, statefulOf } from "../base/stateful";
import { firstAttributes, firstText, type Tracker } from "../base/tracker";
import { match, type Siblings, siblings } from "../matching";
import { type Attributes, attributesOf, isMuch, key, kind, NONE, parts, signOf, signOfOne, walk } from "./signs";

/**
 * New nodes that stand for base nodes which are gone: an application that renders again (`innerHTML`, `replaceChildren`) makes other
 * nodes of the same markup. Written as base nodes with their changes, the patch stays close to what really differs.
 */
export interface StandIns {
  /** The base number that each stands for. */
  readonly numbers: Map<Node, number>;
  /** Those that may differ from what they stand for. */
  readonly pairs: List[];
  /** Those that were found by `numberOf` and hold something. */
  readonly late: List[];
  /** Nodes with state of their own among them. */
  readonly stateful: Node[];
  /** The base number that a new node stands for, wherever it stands: what a form carries unseen is known by what it says. */
  numberOf(node: Node): number | undefined;
  /** Looks among changed child lists for nodes that stand for children which base nodes lost. */
  match(lists: List[]): void;
}

/** A base node, and the node that is it or stands for it. */
type List = [number: number, parent: Node];

/** Its children at load, and those that it has. */
type Lists = Siblings<number, Node>;

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
  const pairs: List[] = [];
  const late: List[] = [];
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

  const openOlds = new Set<number>();
  const openNews = new Set<Node>();
  const openSize = ({ olds, lost }: Lists): number =>
    lost.reduce((size, place) => {
      const old = olds[place]!;
      return Math.max(size, openOlds.has(old) ? base.ends[old]! - old : 0);
    }, 0);

  const siblingsOf = (olds: number[], news: Node[]): Lists =>
    siblings(olds, news, openOlds, openNews, node => base.numbers.get(node) ?? numbers.get(node));

  /** Reads lists, and notes what in them has no counterpart; `undefined` where there is nothing to match. */
  const open = (lists: List[]): Lists[] | undefined => {
    const read = lists.map(([number, parent]) => ({
      parent,
      olds: baseChildren(base, number),
      news: childrenOf(parent),
    }));
    for (const { news } of read) for (const node of news) if (!base.numbers.has(node)) openNews.add(node);
    if (!openNews.size) return undefined;
    for (const { parent, olds, news } of read) {
      let at = 0;
      for (const old of olds) {
        const node = base.nodes[old]!;
        while (openNews.has(news[at]!)) at++;
        // Most stand where they stood.
        if (news[at] === node) at++;
        else if (parentNodeOf(node) !== parent && !tracker.holds(node)) openOlds.add(old);
      }
    }
    return openOlds.size ? read.map(({ olds, news }) => siblingsOf(olds, news)) : undefined;
  };

  /** What is equal or has the same key is found in all lists, before something else takes its place; then what is alike, from the largest on. */
  const matchLists = (lists: List[]): void => {
    let waiting: Lists[] = [];
    while (lists.length || waiting.length) {
      const level = open(lists);
      if (!level) return;
      waiting.push(...level);
      lists = [];
      const similar = (number: number, node: Node): void => {
        adopt(number, node);
        pairs.push([number, node]);
        const fragment = fragmentOf(node);
        const own = fragmentOf(base.nodes[number]!);
        if (fragment && own && base.numbers.has(own)) similar(number + 1, fragment);
        lists.push([number, node]);
      };
      // What is below a node is read only where the node itself is like one that is gone.
      const like = new Set([...openOlds].flatMap(old => [signOfBase(old, old + 1), kindOfBase(old)]));
      if (waiting.length > 1)
        level.push(
          siblingsOf(
            [...openOlds].filter(number => isElement(base.nodes[number]!) && isMuch(wholeOfBase(number))),
            [...openNews].filter(node => isElement(node)),
          ),
        );
      for (const one of level) {
        match(
          one,
          old => [wholeOfBase(old)],
          node => [like.has(signOfOne(0, node)) ? wholeOfNode(node) : undefined],
          adoptEqual,
        );
        match(
          one,
          old => [key(kindOfBase(old), first(old))],
          node => [key(kind(node), attributesOf(node))],
          similar,
        );
      }
      if (lists.length) continue;
      const sizes = waiting.map(openSize);
      const largest = sizes.reduce((a, b) => Math.max(a, b), 1);
      waiting = waiting.filter((one, index) => {
        if (sizes[index]! < largest) return sizes[index]! > 0;
        match(
          one,
          old => parts(wholeOfBase(old), kindOfBase(old)),
          node => (like.has(kind(node)) ? parts(wholeOfNode(node), kind(node)) : []),
          similar,
          false,
        );
        return false;
      });
    }
  };

  const first = (number: number): Attributes =>
    isElement(base.nodes[number]!) ? firstAttributes(base, tracker, number) : NONE;

  const kindOfBase = (number: number): string => kind(base.nodes[number]!, name => first(number).get(name) ?? null);

  /** A node with what follows it at load up to a number. */
  const signOfBase = (top: number, end = base.ends[top]!): string | undefined => {
    const { nodes, parents } = base;
    const depths: number[] = [0];
    let sign = "";
    for (let number = top; number < end; number++) {
      const node = nodes[number]!;
      const depth = number === top ? 0 : depths[parents[number]! - top]! + 1;
      depths[number - top] = depth;
      // What of it is still in the tree can't come with it.
      if (depth && parentNodeOf(node) !== nodes[parents[number]!] && tracker.holds(node)) return undefined;
      sign += signOf(depth, node, firstText(base, tracker, number), first(number));
    }
    return sign;
  };

  /** A node as it is now, unless something of the base is in it. */
  const signOfNode = (top: Node): string | undefined => {
    let sign: string | undefined = "";
    walk(top, (node, depth) => {
      sign = base.numbers.has(node) ? undefined : sign !== undefined ? sign + signOfOne(depth, node) : sign;
    });
    return sign;
  };

  const wholeOfBase = once((number: number) => signOfBase(number));
  const wholeOfNode = once(signOfNode);

  let hidden: Map<string, number[]> | undefined;
  /** Hidden fields that are gone, by all they say. Who wraps a form anew makes others, and a token in them is not to travel. */
  const lostHidden = (): Map<string, number[]> => {
    if (hidden) return hidden;
    hidden = new Map();
    const taken = new Set(numbers.values());
    for (const element of statefulOf(base, ["input"])) {
      const number = base.numbers.get(element)!;
      if (taken.has(number) || tracker.holds(element) || !isHidden(element)) continue;
      const sign = signOfBase(number, number + 1)!;
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

  return { numbers, pairs, late, stateful, numberOf, match: matchLists };
}

const isHidden = (node: Node): boolean => nameOf(node) === "INPUT" && (node as HTMLInputElement).type === "hidden";

/** Reads of each once. */
const once = <T, U>(read: (of: T) => U): ((of: T) => U) => {
  const known = new Map<T, U>();
  return of => {
    if (!known.has(of)) known.set(of, read(of));
    return known.get(of)!;
  };
};
