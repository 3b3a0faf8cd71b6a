import { element, numbers, type Workload } from "./workload";

/** Tables in the shape of js-framework-benchmark; a row has ten nodes. */

const ADJECTIVES =
  "pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful".split(" ");
const COLOURS = "red yellow blue green pink brown purple white black orange".split(" ");
const NOUNS = "table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard".split(" ");

function labels(seed: number): () => string {
  const random = numbers(seed);
  const pick = (words: string[]) => words[random(words.length)]!;
  return () => `${pick(ADJECTIVES)} ${pick(COLOURS)} ${pick(NOUNS)}`;
}

function rows(first: number, count: number): string {
  const label = labels(first);
  return Array.from(
    { length: count },
    (_, index) =>
      `<tr><td class="col-md-1">${first + index}</td><td class="col-md-4"><a>${label()}</a></td><td class="col-md-1"><a><span class="glyphicon glyphicon-remove" aria-hidden="true"></span></a></td><td class="col-md-6"></td></tr>`,
  ).join("");
}

/** A whole page with a table of so many rows. */
export const page = (count: number): string =>
  `<div id="main"><div class="container"><div class="jumbotron"><div class="row"><div class="col-md-6"><h1>Rows</h1></div></div></div><table class="table table-hover table-striped test-data"><tbody id="tbody">${rows(1, count)}</tbody></table></div></div>`;

const body = (root: Element) => element(root, "tbody");
const relabel = (row: Element, text: string) => {
  row.querySelector("a")!.firstChild!.nodeValue = text;
};
const append = (root: Element, first: number, count: number) =>
  body(root).insertAdjacentHTML("beforeend", rows(first, count));

function table(count: number, change: (root: Element, rows: Element[]) => void): Workload {
  return {
    markup: () => page(count),
    change: root => change(root, [...body(root).children]),
    // Another person's clicks: a row gone, one marked, one renamed, one more.
    disturb(root) {
      const all = body(root).children;
      append(root, count + 5001, 1);
      if (all.length < 10) return;
      all[2]!.remove();
      all[4]!.className = "danger";
      relabel(all[6]!, "renamed here");
    },
  };
}

export const updateEvery10th = table(1000, (_, all) => {
  for (let index = 0; index < all.length; index += 10) {
    const text = all[index]!.querySelector("a")!.firstChild!;
    text.nodeValue += " !!!";
  }
});

export const swap2 = table(1000, (root, all) => {
  body(root).insertBefore(all[998]!, all[1]!);
  body(root).insertBefore(all[1]!, all[999]!);
});

export const removeFirst = table(1000, (_, all) => all[0]!.remove());

export const reverse = table(1000, (root, all) => body(root).append(...all.reverse()));

export const append1000 = table(1000, root => append(root, 1001, 1000));

export const create1000 = table(0, root => append(root, 1, 1000));

export const clear = table(1000, root => body(root).replaceChildren());

const relabelSome = (all: Element[], count: number) => {
  const label = labels(7);
  for (let index = 0; index < count; index++) relabel(all[499 + index * 1000]!, label());
};

export const tenEdits = table(10_000, (_, all) => relabelSome(all, 10));

/** Ten edits of which some change the list itself. */
export const tenMixedEdits = table(10_000, (root, all) => {
  relabelSome(all, 5);
  all[1200]!.className = "danger";
  all[2200]!.className = "danger";
  all[3200]!.remove();
  body(root).insertBefore(all[8200]!, all[4200]!);
  append(root, 10_001, 1);
});
