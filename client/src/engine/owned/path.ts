import type { Page } from "../aspects/aspect";
import { isIgnored, OWNED } from "../base/scope";
import type { Path } from "../patch";

/** Longer ones are nobody's. */
const LONGEST = 1000;

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

/** The way from an owner to an element in it. Frameworks make the same elements of the same state, so places do. */
export function pathTo(owner: Element, element: Element): Path {
  const path: Path = [];
  for (let at = element; at !== owner; at = at.parentElement!) {
    if (at.id && owner.querySelectorAll(idSelector(at.id)).length === 1) return [at.id, ...path];
    path.unshift(elements(at.parentElement!).indexOf(at));
  }
  return path;
}

/** The element at the end of a path, if there is one now. */
export function follow(owner: Element, path: Path): Element | undefined {
  let at: Element | undefined = owner;
  for (const step of path) {
    at = typeof step === "string" ? (owner.querySelector(idSelector(step)) ?? undefined) : at && elements(at)[step];
  }
  return at;
}

/** The element that a path ends at; `undefined` where its owner is not here, or the framework has not made it yet. */
export function find(page: Page, owner: number, path: Path): Element | undefined {
  const element = page.nodeOf(owner) as Element | undefined;
  return element?.hasAttribute?.(OWNED) ? follow(element, path) : undefined;
}

export const isPath = (value: unknown): value is Path =>
  Array.isArray(value) &&
  value.length <= LONGEST &&
  value.every(step => typeof step === "string" || (Number.isInteger(step) && step >= 0));

const elements = (parent: Element): Element[] => [...parent.children].filter(child => !isIgnored(child));

const idSelector = (id: string): string => `#${CSS.escape(id)}`;
