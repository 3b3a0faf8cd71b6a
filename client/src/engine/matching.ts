/** Two lists of siblings, one that was and one that is, of which some are known to be the same. */
export interface Siblings<A, B> {
  readonly olds: readonly A[];
  readonly news: readonly B[];
  /** Where each of those that were stood. */
  readonly places: ReadonlyMap<A, number>;
  /** What has no counterpart yet, in these lists and in others. */
  readonly openOlds: Set<A>;
  readonly openNews: Set<B>;
  /** What one stands for. */
  oldOf(one: B): A | undefined;
}

/** What tells somebody apart, and at the end what all have in common that may stand for one another; `undefined` where none may. */
export type Signs<T> = (of: T) => readonly (string | undefined)[];

export const placesOf = <T>(all: readonly T[]): Map<T, number> => new Map(all.map((one, index) => [one, index]));

/**
 * Pairs what may stand for one another: those that have signs alone, then those that stand beside a pair, then the rest in order. So of many that
 * are the same, as the white space between rows, each goes with its neighbour. Where the one sign says all, as most did not change, neighbours
 * are asked first.
 */
export function match<A, B>(
  { olds, news, places, openOlds, openNews, oldOf }: Siblings<A, B>,
  signsOfOld: Signs<A>,
  signsOfNew: Signs<B>,
  found: (old: A, one: B) => void,
  saysAll = true,
): void {
  const read = new Map<unknown, readonly (string | undefined)[]>();
  const signs = <T>(of: T, signsOf: Signs<T>) => {
    const own = read.get(of) ?? signsOf(of);
    read.set(of, own);
    return own;
  };
  const pair = (old: A | undefined, one: B): void => {
    if (!openOlds.has(old!) || !openNews.has(one)) return;
    const common = signs(old!, signsOfOld).at(-1);
    if (common === undefined || common !== signs(one, signsOfNew).at(-1)) return;
    openOlds.delete(old!);
    openNews.delete(one);
    found(old!, one);
  };
  const pairNeighbours = (): void => {
    for (const [step, those] of [
      [1, news],
      [-1, news.toReversed()],
    ] as const) {
      let expected = olds.at((step - 1) / 2);
      for (const one of those) {
        pair(expected, one);
        expected = olds[places.get(oldOf(one)!)! + step];
      }
    }
  };
  const bySign = <T extends A | B>(all: readonly T[], open: Set<T>, signsOf: Signs<T>): Map<string, T[]> => {
    const found = new Map<string, T[]>();
    // Taken from the end.
    for (const one of all.toReversed()) {
      for (const sign of open.has(one) ? signs(one, signsOf) : []) {
        const alike = found.get(sign!);
        if (!alike) found.set(sign!, [one]);
        else if (alike.at(-1) !== one) alike.push(one);
      }
    }
    return found;
  };

  /** Whether nothing is left to choose; a last one on both sides is paired. */
  const isDone = (): boolean => {
    const left = olds.filter(old => openOlds.has(old));
    const others = news.filter(one => openNews.has(one));
    if (left.length !== 1 || others.length !== 1) return !left.length || !others.length;
    pair(left[0], others[0]!);
    return true;
  };
  if (isDone()) return;
  if (saysAll) {
    pairNeighbours();
    if (isDone()) return;
  }
  const mine = bySign(olds, openOlds, signsOfOld);
  const theirs = bySign(news, openNews, signsOfNew);
  const votes = new Map<A, Map<B, number>>();
  for (const [sign, [old, another]] of mine) {
    const [one, ...others] = theirs.get(sign) ?? [];
    if (another === undefined && one !== undefined && !others.length && sign) {
      const own = votes.get(old!) ?? new Map<B, number>();
      // What is long tells more.
      votes.set(old!, own.set(one, (own.get(one) ?? 0) + sign.length));
    }
  }
  const pairs = [...votes].flatMap(([old, own]) => [...own].map(([one, count]) => ({ old, one, count })));
  for (const { old, one } of pairs.sort((a, b) => b.count - a.count)) pair(old, one);
  pairNeighbours();
  for (const one of news) {
    const alike = openNews.has(one) ? mine.get(signs(one, signsOfNew).at(-1)!) : undefined;
    while (alike?.length && openNews.has(one)) pair(alike.pop(), one);
  }
}
