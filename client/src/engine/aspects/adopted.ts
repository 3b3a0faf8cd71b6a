import { isObject } from "../apply/entries";
import type { LiveStates } from "../base/live";
import type { AdoptedSheet, Patch } from "../patch";
import { type Aspect, inOrder, isNumbered, leaveOutRest, type Page } from "./aspect";
import { type AdoptedState, bringRules, isSame, sheetOf, stateOf, textsOf } from "./rules";

type Root = Document | ShadowRoot;
type Content = Exclude<AdoptedSheet, number>;

/** Constructed sheets that the document and its shadow roots adopted. Those at load are known by their order. */
export function adopted(atLoad: LiveStates["adopted"]): Aspect<"adopted"> {
  const own = [...atLoad.sheets.keys()];
  const first = new Map([...atLoad.sheets].map(([sheet, state]) => [sheet, contentOf(state)]));
  /** Sheets that came with the last patch. */
  let made = new Map<string, CSSStyleSheet>();

  return {
    section: "adopted",

    isSound: value => isNumbered(value, ([, ...sheets]) => sheets.every(isSheet)),

    capture(page) {
      const found: NonNullable<Patch["adopted"]> = [];
      const written: CSSStyleSheet[] = [];
      const changed = new Set(own.filter(sheet => !isAlike(describe(sheet), first.get(sheet)!)));
      for (const root of roots(page)) {
        const list = [...root.adoptedStyleSheets];
        if (isSame(list, atLoad.lists.get(root) ?? []) && !list.some(sheet => changed.has(sheet))) continue;
        const sheets = list.map<AdoptedSheet>(sheet => {
          const index = own.indexOf(sheet);
          if (index >= 0 && !changed.has(sheet)) return index;
          const before = written.indexOf(sheet);
          if (before >= 0) return -1 - before;
          written.push(sheet);
          return { ...(index >= 0 && { own: index }), ...describe(sheet) };
        });
        found.push([page.numberOf(root)!, ...sheets]);
      }
      return inOrder(found);
    },

    apply(page, given = []) {
      const lists = new Map(given.map(([number, ...sheets]) => [number, sheets]));
      const written: (CSSStyleSheet | undefined)[] = [];
      const present = made;
      made = new Map();
      const contents = new Map(first);

      /** The sheet that stands for one; one in its place that has the same rules is the component's own, and stays. */
      const find = (
        sheet: AdoptedSheet,
        inPlace: CSSStyleSheet | undefined,
        node: number,
      ): CSSStyleSheet | undefined => {
        if (typeof sheet === "number") return sheet < 0 ? written[-1 - sheet] : own[sheet];
        const refused = (rule: string) => page.leaveOut("unsupported", node, `rule ${rule.slice(0, 80)}`);
        const key = JSON.stringify(sheet);
        const at = sheet.own === undefined ? undefined : own[sheet.own];
        let real = at ?? made.get(key) ?? present.get(key);
        if (at || !real) {
          const { rules, media = "", disabled = false } = sheet;
          const fresh = sheetOf(page.document, rules, refused, { media, disabled });
          if (at) contents.set(at, describe(fresh));
          else real = inPlace && isAlike(describe(inPlace), describe(fresh)) ? inPlace : fresh;
        }
        if (!at) made.set(key, real!);
        written.push(real);
        return real;
      };

      for (const root of roots(page)) {
        const number = page.numberOf(root)!;
        const now = [...root.adoptedStyleSheets];
        const list =
          lists.get(number)?.map((sheet, index) => find(sheet, now[index], number)) ?? atLoad.lists.get(root) ?? [];
        lists.delete(number);
        const wanted = list.filter(sheet => sheet !== undefined);
        const refused = () => page.leaveOut("no_sheet", number, "an adopted sheet");
        if (wanted.length < list.length) refused();
        if (isSame(now, wanted)) continue;
        try {
          root.adoptedStyleSheets = wanted;
          page.changed();
        } catch {
          // In a template, which is another document.
          refused();
        }
      }
      leaveOutRest(page, lists, "no_sheet", "adopted sheets");
      for (const [sheet, content] of contents) if (bring(sheet, content)) page.changed();
    },
  };
}

/** The document, where it is remembered whole, and all shadow roots. */
function* roots(page: Page): Iterable<Root> {
  if (page.root === page.document) yield page.document;
  for (const root of page.shadowRoots()) if (page.numberOf(root) !== undefined) yield root;
}

const contentOf = ({ rules, media, disabled }: AdoptedState): Content => ({
  rules: textsOf(rules),
  ...(media && { media }),
  ...(disabled && { disabled }),
});

const describe = (sheet: CSSStyleSheet): Content => contentOf(stateOf(sheet));

const isAlike = (one: Content, other: Content): boolean =>
  one.media === other.media && one.disabled === other.disabled && isSame(one.rules, other.rules);

/** Gives a sheet its content. False if it has it. */
function bring(sheet: CSSStyleSheet, content: Content): boolean {
  if (isAlike(describe(sheet), content)) return false;
  bringRules(sheet, content.rules);
  sheet.media.mediaText = content.media ?? "";
  sheet.disabled = content.disabled ?? false;
  return true;
}

function isSheet(sheet: unknown): sheet is AdoptedSheet {
  if (!isObject(sheet)) return Number.isInteger(sheet);
  const { own = 0, rules, media = "", disabled = false } = sheet;
  const isList = Array.isArray(rules) && rules.every(rule => typeof rule === "string");
  return isList && Number.isInteger(own) && typeof media === "string" && typeof disabled === "boolean";
}
