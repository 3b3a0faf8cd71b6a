import fc from "fast-check";
import { type Branch, branch, leaf, type Next, type Part } from "./model";

/** What tells parts of a page apart. */
export const WORDS = ["milk", "bread", "eggs", "tea", "rice", "salt", "plums", "oats", "figs", "peas", "kale", "corn"];
/** What is new since has other names: a list that has the heading of one that is gone is the same to whoever reads it. */
export const LATER = [
  "soup",
  "dill",
  "mint",
  "lime",
  "chard",
  "beans",
  "dates",
  "honey",
  "cocoa",
  "sage",
  "leek",
  "yams",
];
/** What many rows say alike. */
export const STATES = ["new", "open", "5 €", "6 €", "today"];

const state = fc.constantFrom(...STATES);
const keyed = fc.constantFrom("", "", "id", "data-key");

function listed(list: Branch, unit: number, row: NonNullable<Branch["row"]>, texts: string[], next: Next): Branch {
  list.unit = unit;
  list.row = row;
  for (const text of texts) list.children.push(...row(text, next));
  return list;
}

/** A row's key is its own for ever: another row never gets it. */
const key = (how: string, identity: number): Record<string, string> => (how ? { [how]: `k${identity}` } : {});

const plainRow: NonNullable<Branch["row"]> = (text, next) => [branch(next, "li", {}, leaf(next, text))];

/** The same buttons in every row. */
function actionsOf(areIcons: boolean, next: Next): Branch {
  const buttons = ["edit", "delete"].map(name =>
    areIcons ? branch(next, "button", { "aria-label": name }) : branch(next, "button", {}, leaf(next, name)),
  );
  return branch(next, "span", { class: "actions" }, ...buttons);
}

/** Something that a page has one after the other; what tells it from others is of these words. */
export function partOf(vocabulary: string[]): fc.Arbitrary<Part> {
  const word = fc.constantFrom(...vocabulary);
  const words = fc.array(word, { minLength: 1, maxLength: 4 });

  const menu = words.map<Part>(
    texts => next =>
      branch(
        next,
        "nav",
        {},
        listed(
          branch(next, "ul", {}),
          1,
          (text, next) => [branch(next, "li", {}, branch(next, "a", { href: `/${text}` }, leaf(next, text)))],
          texts,
          next,
        ),
      ),
  );

  const list = fc
    .record({
      texts: words,
      how: keyed,
      box: fc.boolean(),
      note: fc.option(state),
      name: fc.constantFrom("", "items"),
      actions: fc.constantFrom("none", "none", "named", "icons"),
      inner: fc.option(words),
    })
    .map<Part>(({ texts, how, box, note, name, actions, inner }) => next => {
      const row = (text: string, next: Next) => {
        const item = branch(next, "li", name ? { class: "item" } : {});
        Object.assign(item.attributes, key(how, item.identity));
        if (box) item.children.push(branch(next, "input", { type: "checkbox" }));
        item.children.push(leaf(next, text));
        if (note) item.children.push(branch(next, "i", {}, leaf(next, note)));
        if (actions !== "none") item.children.push(actionsOf(actions === "icons", next));
        if (inner) {
          const word = inner[item.identity % inner.length]!;
          item.children.push(listed(branch(next, "ul", {}), 1, plainRow, [word], next));
        }
        return [item];
      };
      return listed(branch(next, "ul", name ? { class: name } : {}), 1, row, texts, next);
    });

  const cards = fc.record({ texts: words, note: state, how: keyed }).map<Part>(({ texts, note, how }) => next => {
    const row = (text: string, next: Next) => {
      const card = branch(
        next,
        "div",
        { class: "card" },
        branch(next, "h3", {}, leaf(next, text)),
        branch(next, "p", {}, leaf(next, note)),
        branch(next, "button", {}, leaf(next, "buy")),
      );
      Object.assign(card.attributes, key(how, card.identity));
      return [card];
    };
    return listed(branch(next, "div", { class: "cards" }), 1, row, texts, next);
  });

  const table = fc
    .record({
      texts: words,
      notes: fc.array(state, { minLength: 1, maxLength: 3 }),
      field: fc.boolean(),
      head: fc.boolean(),
    })
    .map<Part>(({ texts, notes, field, head }) => next => {
      const row = (text: string, next: Next) => {
        const cells = [text, ...notes.map((note, index) => notes[(next() + index) % notes.length] ?? note)];
        const line = branch(next, "tr", {}, ...cells.map(cell => branch(next, "td", {}, leaf(next, cell))));
        if (field) line.children.push(branch(next, "td", {}, branch(next, "input", { size: "4" })));
        return [line];
      };
      const titles = ["what", ...notes.map((_, index) => `note ${index}`), ...(field ? ["how many"] : [])];
      const top = titles.map(title => branch(next, "th", {}, leaf(next, title)));
      const heads = head ? [branch(next, "thead", {}, branch(next, "tr", {}, ...top))] : [];
      return branch(next, "table", {}, ...heads, listed(branch(next, "tbody", {}), 1, row, texts, next));
    });

  const form = fc
    .record({
      texts: words,
      how: fc.constantFrom("around", "before", "text", "within", "none"),
      control: fc.constantFrom("input", "checkbox", "radio", "textarea", "select"),
      isNamed: fc.boolean(),
      options: words,
    })
    .map<Part>(({ texts, how, control, isNamed, options }) => next => {
      const field = (text: string, next: Next) => {
        const isBox = control === "checkbox" || control === "radio";
        const attributes: Record<string, string> = isBox ? { type: control } : {};
        if (control === "radio") Object.assign(attributes, { name: "one", value: text });
        else if (isNamed) attributes.name = text;
        if (how === "within") attributes[isBox || control === "select" ? "aria-label" : "placeholder"] = text;
        const made = branch(next, isBox ? "input" : control, attributes);
        if (control !== "select") return made;
        return listed(made, 1, (text, next) => [branch(next, "option", {}, leaf(next, text))], options, next);
      };
      const row = (text: string, next: Next) => {
        const made = field(text, next);
        if (how === "none" || how === "within") return [made];
        if (how === "text") return [leaf(next, text), made];
        return how === "around"
          ? [branch(next, "label", {}, leaf(next, text), made)]
          : [branch(next, "label", {}, leaf(next, text)), made];
      };
      const hidden = branch(next, "input", { type: "hidden", name: "token", value: "t0" });
      const fields = listed(branch(next, "div", {}), how === "before" || how === "text" ? 2 : 1, row, texts, next);
      return branch(next, "form", {}, hidden, fields);
    });

  const greeting = word.map<Part>(who => next => branch(next, "p", { class: "greeting" }, leaf(next, `hello ${who}`)));
  const user = word.map<Part>(
    who => next =>
      branch(
        next,
        "div",
        { class: "user" },
        branch(next, "span", {}, leaf(next, `hello ${who}`)),
        branch(next, "button", {}, leaf(next, "log out")),
      ),
  );
  const chart = words.map<Part>(texts => next => {
    const bar = (text: string, next: Next) => [branch(next, "rect", { width: `${text.length}`, height: "5" })];
    return branch(next, "p", {}, listed(branch(next, "svg", {}), 1, bar, texts, next));
  });
  const paragraph = word.map<Part>(text => next => branch(next, "p", {}, leaf(next, text)));
  const details = fc.tuple(word, word).map<Part>(
    ([title, text]) =>
      next =>
        branch(
          next,
          "details",
          {},
          branch(next, "summary", {}, leaf(next, title)),
          branch(next, "p", {}, leaf(next, text)),
        ),
  );
  const plain = fc.oneof(list, cards, table, form, greeting, user, chart, paragraph, details, menu);
  const section = fc
    .record({ title: word, parts: fc.array(plain, { minLength: 1, maxLength: 2 }), how: keyed })
    .map<Part>(({ title, parts, how }) => next => {
      const made = branch(next, "section", {}, branch(next, "h2", {}, leaf(next, title)));
      Object.assign(made.attributes, key(how, made.identity));
      made.children.push(...parts.map(part => part(next)));
      return made;
    });
  return fc.oneof(plain, section, section);
}
