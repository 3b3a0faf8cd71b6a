import type { ControlState } from "../patch";
import type { Page } from "./translate";

/** Tells which options of a `<select>` here are those of another page's; `undefined` where one has no sure counterpart. */
export type Options = (indexes: number[]) => number[] | undefined;

/** A control's state with the options of this page; `undefined` where they are not known. */
export function chosenHere(state: ControlState, options: Options): ControlState | undefined {
  if (Array.isArray(state)) return options(state);
  if (typeof state !== "object" || !state.selected) return state;
  const selected = options(state.selected);
  return selected && { ...state, selected };
}

/**
 * The options of two selects with their counterparts. Where the list was made anew its indexes hold here too if both pages had the same
 * options; else something of this page stands between them.
 */
export function optionsOf(
  [source, select]: [Page, number],
  [target, own]: [Page, number],
  sure: (number: number) => number,
  isListed: (number: number) => boolean,
): Options {
  const mine = numbersOf(source, select);
  const theirs = numbersOf(target, own);
  const counterparts = mine.map(sure);
  if (range(source, select).some(isListed)) {
    const isSame = mine.length === theirs.length && theirs.every(number => counterparts.includes(number));
    return indexes => (isSame ? indexes : undefined);
  }
  return indexes => {
    const here = indexes.map(index => theirs.indexOf(counterparts[index] ?? -1));
    return here.includes(-1) ? undefined : here;
  };
}

const range = ({ shape }: Page, top: number): number[] =>
  Array.from({ length: shape.ends[top]! - top }, (_, index) => top + index);

const numbersOf = (page: Page, select: number): number[] =>
  range(page, select).filter(number => page.row(number)[1] === "OPTION");
