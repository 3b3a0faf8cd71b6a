import fc from "fast-check";
import { all, type Branch, branch, isLeaf, type Leaf, leaf, type Next } from "../deploys/model";
import { type Application, countOf, named, rowOf, rowsOf } from "./application";

/** Something that happens to the model of an application, read as indexes into whatever there is. */
export interface Change {
  kind: number;
  list: number;
  at: number;
  to: number;
}

export const oneChange: fc.Arbitrary<Change> = fc.record({
  kind: fc.nat(16),
  list: fc.nat(2),
  at: fc.nat(1000),
  to: fc.nat(1000),
});

export const changes = fc.array(oneChange, { minLength: 1, maxLength: 4 });

/** What was typed, ticked and chosen, by the field's identity. */
export type States = Map<number, string | boolean | number>;

export function change(
  { design }: Application,
  { page, lists }: { page: Branch; lists: Branch[] },
  states: States,
  { kind, list: index, at, to }: Change,
  next: Next,
): void {
  const unit = design.hasGaps ? 2 : 1;
  const list = lists[index % lists.length]!;
  const other = lists[(index + to) % lists.length]!;
  const rows = rowsOf(list);
  const row = rows[at % (rows.length || 1)];
  const place = (list: Branch, index: number) => (index % (countOf(list) + 1)) * unit;
  const take = (at: number) => list.children.splice((at % countOf(list)) * unit, unit);
  const leaves = row ? all(row).filter(isLeaf) : [];
  switch (kind) {
    case 0:
    case 1: {
      const name = nameOf(row);
      if (name) name.text = to % 3 ? `${name.text}, ${named(to)}` : named(to, design.variety);
      break;
    }
    case 2: {
      const text = leaves[to % (leaves.length || 1)];
      if (text?.text.trim()) text.text = `other ${to}`;
      break;
    }
    case 3:
    case 4:
      if (row) toggle(row, design.hasClass ? "row done" : "done", design.hasClass ? "row" : undefined);
      break;
    case 5:
      if (row) row.attributes.title = `t${to}`;
      break;
    case 6:
    case 7:
      list.children.splice(place(list, to), 0, ...rowOf(design, at, next));
      break;
    case 8:
    case 9:
      if (row) take(at);
      break;
    case 10:
      if (row) list.children.splice(place(list, to), 0, ...take(at));
      break;
    case 11:
      if (row) other.children.splice(place(other, to >> 2), 0, ...take(at));
      break;
    case 12: {
      const groups = rows.map((_, index) => list.children.slice(index * unit, (index + 1) * unit));
      list.children = (to % 2 ? groups.reverse() : groups.sort(byName)).flat();
      break;
    }
    case 13: {
      const inner = row && all(row).find((one): one is Branch => !isLeaf(one) && one.name === "ol");
      if (inner?.children.length && to % 2) inner.children.splice(to % inner.children.length, 1);
      else inner?.children.unshift(branch(next, "li", {}, leaf(next, named(to))));
      break;
    }
    case 14: {
      // Two swap their places.
      if (!row) break;
      const [from, into] = [at % rows.length, to % rows.length].map(index => index * unit) as [number, number];
      [list.children[from], list.children[into]] = [list.children[into]!, list.children[from]!];
      break;
    }
    default: {
      const fields = all(list).filter(
        (one): one is Branch => !isLeaf(one) && /^(input|select|textarea)$/.test(one.name),
      );
      const field = fields[at % (fields.length || 1)];
      if (!field) break;
      const state =
        field.name === "select" ? to % 5 : field.attributes.type === "checkbox" ? to % 3 > 0 : `typed ${to}`;
      states.set(field.identity, state);
    }
  }
  // What an application counts is always right.
  const counts = all(page).filter((one): one is Branch => !isLeaf(one) && one.name === "b");
  for (const [index, { children }] of counts.entries()) (children[0] as Leaf).text = `${countOf(lists[index]!)}`;
}

function toggle({ attributes }: Branch, on: string, off: string | undefined): void {
  if (attributes.class !== on) attributes.class = on;
  else if (off) attributes.class = off;
  else delete attributes.class;
}

const nameOf = (row: Branch | undefined): Leaf | undefined => {
  const named = row && all(row).find((one): one is Branch => !isLeaf(one) && one.attributes.class === "name");
  return named?.children[0] as Leaf | undefined;
};

const byName = ([one]: unknown[], [other]: unknown[]): number =>
  nameOf(one as Branch)!.text.localeCompare(nameOf(other as Branch)!.text);
