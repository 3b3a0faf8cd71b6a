import type { Page } from "../aspects/aspect";
import { Hash } from "../base/rows";
import { isElement, isIgnored, OWNED } from "../base/scope";
import type { Path } from "../patch";

/** Longer ones are nobody's. */
const LONGEST = 1000;

/** So many characters tell one row from another. */
const TELLING = 1000;

/** What says nothing of a row, since people write it or it is not shown, and what is nobody's to know. */
const UNTOLD = "textarea, select, script, style, [contenteditable], [data-liquid-private]";

/** The elements whose content belongs to a framework, by number. Those within others are the frameworks' own. */
export function owners(page: Page): [number, Element][] {
  const { root } = page;
  const found = [...(root as ParentNode & Node).querySelectorAll(`[${OWNED}]`)];
  if ((root as Element).hasAttribute?.(OWNED)) found.unshift(root as Element);
  return found.flatMap(element => {
    const number = page.numberOf(element);
    return number === undefined ? [] : [[number, element]];
  });
}

/** The owner that an element is in, by number. */
export const ownerOf = (page: Page, element: Element | null): [number, Element] | undefined =>
  element ? owners(page).find(([, owner]) => owner !== element && owner.contains(element)) : undefined;

/**
 * The ways to what is in owners, and back. Frameworks make the same elements of the same state, so places tell which is which; where
 * they do not (another order, ids that count up), what stands in the row does. For one moment: it remembers what it saw.
 */
export function paths(page: Page) {
  const lists = new Map<Element, Element[]>();
  const places = new Map<Element, number>();
  const texts = new Map<Element, string>();
  const marked = new Map<Element, Map<string, Map<string, Element[]>>>();

  function childrenOf(parent: Element): Element[] {
    const known = lists.get(parent);
    if (known) return known;
    const children = [...parent.childNodes].filter(isElement).filter(child => !isIgnored(child));
    for (const [place, child] of children.entries()) places.set(child, place);
    lists.set(parent, children);
    return children;
  }

  function placeOf(element: Element): number {
    childrenOf(element.parentElement!);
    return places.get(element) ?? 0;
  }

  /** What stands in the row of a list that an element is in. */
  function rowText(element: Element, owner: Element): string {
    let row = element.parentElement!;
    while (row !== owner && !isAmongAlike(row)) row = row.parentElement!;
    if (row === owner) return "";
    const text = texts.get(row) ?? textOf(row);
    texts.set(row, text);
    return text;
  }

  function mark(element: Element, owner: Element): string {
    const hash = new Hash();
    for (const name of ["type", "name"]) hash.add(element.getAttribute(name) ?? "");
    hash.add(rowText(element, owner));
    return hash.digits().slice(0, 8);
  }

  /** The elements of an owner that have a name and a mark. */
  function alike(owner: Element, name: string, sought: string): Element[] {
    let known = marked.get(owner)?.get(name);
    if (!known) {
      known = new Map();
      marked.set(owner, (marked.get(owner) ?? new Map()).set(name, known));
      for (const element of owner.querySelectorAll(CSS.escape(name))) {
        const key = mark(element, owner);
        known.set(key, [...(known.get(key) ?? []), element]);
      }
    }
    return known.get(sought) ?? [];
  }

  /** The element at the end of a way, if there is one now. */
  const follow = (from: Element | null, way: number[]): Element | undefined =>
    way.reduce((at, place) => at && childrenOf(at)[place], from ?? undefined);

  return {
    to(owner: Element, element: Element): Path {
      const way: number[] = [];
      let near: [string, ...number[]] | undefined;
      for (let at = element; at !== owner; at = at.parentElement!) {
        const id = at.getAttribute("id");
        if (!near && id && owner.querySelectorAll(idSelector(id)).length === 1) near = [id, ...way];
        way.unshift(placeOf(at));
      }
      return [element.localName, mark(element, owner), way, ...(near ? [near] : [])] as Path;
    },

    /**
     * The element that a path leads to; `undefined` where its owner is not here, or the framework has not made it yet. As long as that may
     * be only what is the same, at the `last` moment what is in its place, which is a remark.
     */
    find(number: number, [name, sought, way, near]: Path, last: boolean): Element | undefined {
      const owner = page.nodeOf(number) as Element | undefined;
      if (!owner?.hasAttribute?.(OWNED)) return undefined;
      const byId = near && follow(owner.querySelector(idSelector(near[0])), near.slice(1) as number[]);
      const there = [byId, follow(owner, way)].filter(
        (element): element is Element => element?.localName === name && element !== owner,
      );
      const same = there.find(element => mark(element, owner) === sought);
      if (same) return same;
      const others = alike(owner, name, sought);
      if (others.length === 1) return others[0];
      if (!last || others.length || !there.length) return undefined;
      page.leaveOut("doubtful", number, `where a <${name}> is in what a framework owns`);
      return there[0];
    },
  };
}

const isAmongAlike = ({ parentElement, localName }: Element): boolean => {
  let count = 0;
  for (const sibling of parentElement!.childNodes)
    if (isElement(sibling) && sibling.localName === localName && ++count > 1) return true;
  return false;
};

function textOf(row: Element): string {
  let text = "";
  const texts = row.ownerDocument.createTreeWalker(row, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, node =>
    (node as Element).matches?.(UNTOLD) || isIgnored(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  while (texts.nextNode() && text.length < TELLING) text += texts.currentNode.nodeValue ?? "";
  return text.replace(/\s+/g, " ").trim();
}

export const isPath = (value: unknown): value is Path => {
  if (!Array.isArray(value)) return false;
  const [name, mark, way, near, ...rest] = value;
  const isName = (value: unknown) => typeof value === "string" && value !== "";
  const isNear = (value: unknown) => Array.isArray(value) && isName(value[0]) && isWay(value.slice(1));
  return isName(name) && typeof mark === "string" && isWay(way) && (near === undefined || isNear(near)) && !rest.length;
};

const isWay = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= LONGEST && value.every(place => Number.isInteger(place) && place >= 0);

const idSelector = (id: string): string => `#${CSS.escape(id)}`;
