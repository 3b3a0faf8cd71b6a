import fc from "fast-check";
import { type Branch, branch, leaf, type Model, type Next } from "../deploys/model";

/** How an application writes its rows. */
interface Design {
  list: "ul" | "tbody" | "div";
  /** What tells rows apart, if anything does. */
  key: "" | "id" | "data-key";
  /** Rows stand on lines of their own. */
  hasGaps: boolean;
  /** A row that is done says so by one class more, or by the only one. */
  hasClass: boolean;
  hasNote: boolean;
  field: "" | "text" | "checkbox" | "textarea" | "select";
  hasActions: boolean;
  hasInner: boolean;
  /** How many rows say the same. */
  variety: number;
}

/** An application with lists in one or more columns, which differ in nothing but their rows. */
export interface Application {
  design: Design;
  columns: number[][];
}

export const applications: fc.Arbitrary<Application> = fc.record({
  design: fc.record({
    list: fc.constantFrom("ul", "tbody", "div"),
    key: fc.constantFrom("", "", "id", "data-key"),
    hasGaps: fc.boolean(),
    hasClass: fc.boolean(),
    hasNote: fc.boolean(),
    field: fc.constantFrom("", "", "text", "checkbox", "textarea", "select"),
    hasActions: fc.boolean(),
    hasInner: fc.boolean(),
    variety: fc.constantFrom(1000, 1000, 1000, 4),
  }),
  columns: fc.array(fc.array(fc.nat(999), { maxLength: 12 }), { minLength: 1, maxLength: 3 }),
});

const WORDS = ["milk", "bread", "eggs", "tea", "rice", "salt", "plums", "oats", "figs", "peas"];
const NOTES = ["new", "open", "5 €", "6 €", "today"];

/** Names as people give them: some words more or less, few of them the same. */
export const named = (number: number, variety = 1000): string => {
  const [first, second, count] = [number % 10, Math.floor(number / 10) % 10, Math.floor(number / 100)];
  return variety < 1000
    ? WORDS[number % variety]!
    : `${WORDS[first]} and ${WORDS[second]}${count ? ` for ${count}` : ""}`;
};

const rowElement = { ul: "li", tbody: "tr", div: "article" };

/** A row and, where rows stand on lines of their own, what is behind it. */
export function rowOf(design: Design, number: number, next: Next): Model[] {
  const row = branch(next, rowElement[design.list], design.hasClass ? { class: "row" } : {});
  if (design.key) row.attributes[design.key] = `k${row.identity}`;
  const { children } = row;
  const put = (...models: Model[]) =>
    children.push(design.list === "tbody" ? branch(next, "td", {}, ...models) : models[0]!);
  if (design.field) put(fieldOf(design.field, number, next));
  put(branch(next, "span", { class: "name" }, leaf(next, named(number, design.variety))));
  if (design.hasNote) put(branch(next, "i", {}, leaf(next, NOTES[number % 5]!)));
  if (design.hasInner) put(innerOf(number, next));
  if (design.hasActions) {
    const buttons = ["edit", "delete"].map(name => branch(next, "button", { "data-handler": name }, leaf(next, name)));
    put(branch(next, "span", { class: "actions" }, ...buttons));
  }
  return design.hasGaps ? [row, leaf(next, "\n")] : [row];
}

function fieldOf(kind: Design["field"], number: number, next: Next): Branch {
  if (kind === "text" || kind === "checkbox") return branch(next, "input", { type: kind });
  if (kind === "textarea") return branch(next, kind, {}, leaf(next, `about ${named(number)}`));
  return branch(next, "select", {}, ...NOTES.map(note => branch(next, "option", {}, leaf(next, note))));
}

const innerOf = (number: number, next: Next): Branch =>
  branch(
    next,
    "ol",
    {},
    ...WORDS.slice(number % 10, (number % 10) + (number % 4)).map(word => branch(next, "li", {}, leaf(next, word))),
  );

/** What an application shows when it is loaded; the lists among it. */
export function shown({ design, columns }: Application, next: Next): { page: Branch; lists: Branch[] } {
  const lists = columns.map(numbers =>
    branch(next, design.list, {}, ...numbers.flatMap(number => rowOf(design, number, next))),
  );
  const sections = lists.map((list, index) =>
    branch(
      next,
      "section",
      {},
      branch(next, "h2", {}, leaf(next, `column ${index}`), branch(next, "b", {}, leaf(next, `${countOf(list)}`))),
      design.list === "tbody" ? branch(next, "table", {}, list) : list,
    ),
  );
  return { page: branch(next, "main", {}, ...sections), lists };
}

export const rowsOf = (list: Branch): Branch[] => list.children.filter((row): row is Branch => "name" in row);
export const countOf = (list: Branch): number => rowsOf(list).length;
