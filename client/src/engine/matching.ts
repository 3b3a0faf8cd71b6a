/** Two lists of siblings, one that was and one that is, of which some are known to be the same. */
export interface Siblings<A, B> {
  readonly olds: readonly A[];
  readonly news: readonly B[];
  /** What has no counterpart yet, in these lists and in others. */
  readonly openOlds: Set<A>;
  readonly openNews: Set<B>;
  /** Where those stand that have none in these lists. */
  readonly lost: readonly number[];
  readonly come: readonly number[];
  /** Where one of those that were stood. */
  placeOf(old: A): number | undefined;
  /** What one stands for. */
  oldOf(one: B): A | undefined;
}

/** Once all that is open is known. */
export function siblings<A, B>(
  olds: readonly A[],
  news: readonly B[],
  openOlds: Set<A>,
  openNews: Set<B>,
  oldOf: (one: B) => A | undefined,
): Siblings<A, B> {
  const placesIn = <T>(all: readonly T[], open: Set<T>): number[] => {
    const places: number[] = [];
    for (let index = 0; index < all.length; index++) if (open.has(all[index]!)) places.push(index);
    return places;
  };
  let places: Map<A, number> | undefined;
  const placeOf = (old: A): number | undefined => {
    places ??= new Map(olds.map((one, index) => [one, index]));
    return places.get(old);
  };
  const [lost, come] = [placesIn(olds, openOlds), placesIn(news, openNews)];
  return { olds, news, openOlds, openNews, lost, come, placeOf, oldOf };
}

/** What tells somebody apart, and at the end what all have in common that may stand for one another; `undefined` where none may. */
export type Signs<T> = (of: T) => readonly (string | undefined)[];

/**
 * Pairs what may stand for one another: those that have signs alone, then those that stand beside a pair, then the rest in order. So of many that
 * are the same, as the white space between rows, each goes with its neighbour. Where the one sign says all, as most did not change, neighbours
 * are asked first.
 */
export function match<A, B>(
  { olds, news, openOlds, openNews, lost, come, placeOf, oldOf }: Siblings<A, B>,
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
      [1, come],
      [-1, come.toReversed()],
    ] as const) {
      for (const index of those) {
        const isOutermost = index === (step > 0 ? 0 : news.length - 1);
        const expected = isOutermost ? olds.at((step - 1) / 2) : olds[placeOf(oldOf(news[index - step]!)!)! + step];
        pair(expected, news[index]!);
      }
    }
  };
  const bySign = <T extends A | B>(those: readonly T[], signsOf: Signs<T>): Map<string, T[]> => {
    const found = new Map<string, T[]>();
    // Taken from the end.
    for (const one of those.toReversed()) {
      for (const sign of signs(one, signsOf)) {
        const alike = found.get(sign!);
        if (!alike) found.set(sign!, [one]);
        else if (alike.at(-1) !== one) alike.push(one);
      }
    }
    return found;
  };

  let left = lost.map(place => olds[place]!);
  let others = come.map(place => news[place]!);
  /** Whether nothing is left to choose; a last one on both sides is paired. */
  const isDone = (): boolean => {
    left = left.filter(old => openOlds.has(old));
    others = others.filter(one => openNews.has(one));
    if (left.length !== 1 || others.length !== 1) return !left.length || !others.length;
    pair(left[0], others[0]!);
    return true;
  };
  if (isDone()) return;
  if (saysAll) {
    pairNeighbours();
    if (isDone()) return;
  }
  const mine = bySign(left, signsOfOld);
  const theirs = bySign(others, signsOfNew);
  const votes = new Map<A, Map<B, number>>();
  for (const [sign, [old, another]] of mine) {
    const [one, further] = theirs.get(sign) ?? [];
    if (another === undefined && one !== undefined && further === undefined && sign) {
      const own = votes.get(old!) ?? new Map<B, number>();
      // What is long tells more.
      votes.set(old!, own.set(one, (own.get(one) ?? 0) + sign.length));
    }
  }
  const pairs = [...votes].flatMap(([old, own]) => [...own].map(([one, count]) => ({ old, one, count })));
  for (const { old, one } of pairs.sort((a, b) => b.count - a.count)) pair(old, one);
  pairNeighbours();
  for (const one of others) {
    const alike = openNews.has(one) ? mine.get(signs(one, signsOfNew).at(-1)!) : undefined;
    while (alike?.length && openNews.has(one)) pair(alike.pop(), one);
  }
}
