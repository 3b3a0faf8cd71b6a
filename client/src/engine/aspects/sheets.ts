import type { LiveStates } from "../base/live";
import type { Patch } from "../patch";
import { type Aspect, inOrder, isNumbered, leaveOutRest, type Page } from "./aspect";
import { bringRules, isSame, type Owner, parsed, rulesOf, sheetOf, sourceOf, textsOf } from "./rules";

/** In a list of rules: those that the sheet has by itself. */
const OWN = 0;

/** What scripts do to the sheets of `<style>` and `<link>`: rules put in, taken out or changed (CSS-in-JS), sheets disabled. */
export function sheets(atLoad: LiveStates["sheets"]): Aspect<"sheets"> {
  const loaded = new Map(
    [...atLoad].map(([owner, { rules, ...rest }]) => [owner, { ...rest, rules: rules && textsOf(rules) }]),
  );
  const parses = new WeakMap<Owner, { source: string; rules: string[] }>();

  /** The rules that a sheet has without any script's doing since load; `undefined` where they are not known. */
  function ownRules(owner: Owner): readonly string[] | undefined {
    const source = sourceOf(owner);
    const first = loaded.get(owner);
    if (first?.source === source) return first.rules;
    if (owner.localName !== "style") return undefined;
    let parse = parses.get(owner);
    if (parse?.source !== source) {
      parse = { source, rules: parsed(owner.ownerDocument, source) };
      parses.set(owner, parse);
    }
    return parse.rules;
  }

  return {
    section: "sheets",

    isSound: value =>
      isNumbered(
        value,
        ([, disabled, rules = [], ...rest]) =>
          typeof disabled === "boolean" && Array.isArray(rules) && rules.every(isRule) && !rest.length,
      ),

    capture(page) {
      const found: NonNullable<Patch["sheets"]> = [];
      for (const [owner, number] of owners(page)) {
        const sheet = owner.sheet!;
        const rules = rulesOf(sheet);
        const own = ownRules(owner);
        const texts = rules && own && textsOf(rules);
        if (texts && !isSame(texts, own)) found.push([number, sheet.disabled, shorten(texts, own)]);
        else if (sheet.disabled !== (loaded.get(owner)?.disabled ?? false)) found.push([number, sheet.disabled]);
      }
      return inOrder(found);
    },

    apply(page, given = []) {
      const wanted = new Map(given.map(([number, ...rest]) => [number, rest]));
      for (const [owner, number] of owners(page)) {
        const sheet = owner.sheet!;
        const [disabled = loaded.get(owner)?.disabled ?? false, rules = [OWN]] = wanted.get(number) ?? [];
        wanted.delete(number);
        if (sheet.disabled !== disabled) {
          sheet.disabled = disabled;
          page.changed();
        }
        const own = ownRules(owner);
        if (!own || !rulesOf(sheet)) {
          if (rules[0] !== OWN) page.leaveOut("unknown_rules", number, `of <${owner.localName}>`);
          continue;
        }
        const refused = (rule: string) => page.leaveOut("unsupported", number, `rule ${rule.slice(0, 80)}`);
        const texts = rules.flatMap(rule =>
          rule === OWN ? own : textsOf(rulesOf(sheetOf(page.document, [rule], refused))!),
        );
        if (bringRules(sheet, texts, refused)) page.changed();
      }
      leaveOutRest(page, wanted, "no_sheet", "rules of a sheet");
    },
  };
}

const isRule = (rule: unknown) => rule === OWN || typeof rule === "string";

/** The elements that have a sheet, with their numbers. */
function* owners(page: Page): Iterable<[Owner, number]> {
  for (const one of page.numbered<Owner>("style", "link")) if (one[0].sheet) yield one;
}

/** What a sheet is made from. */
/** Rules with the sheet's own, where they still stand together, written as one. */
function shorten(rules: string[], own: readonly string[]): (string | 0)[] {
  const at = own.length ? rules.findIndex((_, index) => own.every((rule, i) => rules[index + i] === rule)) : -1;
  return at < 0 ? rules : [...rules.slice(0, at), OWN, ...rules.slice(at + own.length)];
}
