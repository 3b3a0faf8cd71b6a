import fc from "fast-check";
import { all, type Branch, branch, isLeaf, type Leaf, leaf, type Model, type Next, type Part } from "./model";
import { LATER, partOf, STATES } from "./parts";

/** What becomes of a page between two loads, read as indexes into whatever the page holds. */
export interface Deploy {
  kind: number;
  at: number;
  to: number;
  part: Part;
}

const KINDS = 24;

export const deploys: fc.Arbitrary<Deploy[]> = fc.array(
  fc.record({ kind: fc.nat(KINDS - 1), at: fc.nat(1000), to: fc.nat(1000), part: partOf(LATER) }),
  { minLength: 1, maxLength: 4 },
);

/** Elements in which any block may stand. */
const HOLDS_BLOCKS = /^(body|section|main|div)$/;

/** Changes a page as a deploy, or the person who is signed in, would. What is new gets identities that no other page has. */
export function deploy(page: Branch, { kind, at, to, part }: Deploy, next: Next): void {
  const nodes = all(page);
  const branches = nodes.filter((node): node is Branch => !isLeaf(node));
  const leaves = nodes.filter(isLeaf);
  const lists = branches.filter(node => node.row);
  const places = [page, ...branches].filter(
    node => HOLDS_BLOCKS.test(node.name) && !node.row && node.attributes.class !== "card",
  );
  const blocks = places.flatMap(place => place.children.filter((child): child is Branch => !isLeaf(child)));
  const one = pick(branches, at);
  const list = pick(lists, at);
  const block = pick(blocks, at);
  const word = LATER[to % LATER.length]!;
  switch (kind) {
    case 0:
      for (const node of leaves) if (/^hello /.test(node.text)) node.text = `hello ${word}`;
      break;
    case 1:
      for (const { attributes } of branches) if (attributes.name === "token") attributes.value = `t${to}`;
      break;
    case 2:
    case 3:
    case 4:
      // A row more, a menu entry, a field.
      if (list) list.children.splice(placeOf(list, to), 0, ...list.row!(word, next));
      break;
    case 5:
    case 6:
      if (list) list.children.splice(placeOf(list, to), list.unit!);
      break;
    case 7:
    case 8:
      if (list) list.children.splice(placeOf(list, to), 0, ...list.children.splice(placeOf(list, to >> 2), list.unit!));
      break;
    case 9: {
      // A row gets another name.
      const name = nameOf(list?.children[placeOf(list, to)]);
      if (name) name.text = word;
      break;
    }
    case 10:
      if (one) one.attributes = Object.fromEntries(Object.entries(one.attributes).reverse());
      break;
    case 11:
      if (one) one.attributes.class = `${one.attributes.class ?? ""} fresh`.trim();
      break;
    case 12: {
      const place = pick(places, to);
      if (!block || !place || block === place || all(block).includes(place)) break;
      take(page, block);
      put(place, block, to);
      break;
    }
    case 13: {
      if (!block) break;
      const parent = parentOf(page, block);
      parent.children[parent.children.indexOf(block)] = branch(next, "div", to % 2 ? { class: "shell" } : {}, block);
      break;
    }
    case 14:
      page.children.unshift(
        branch(next, "div", { class: "banner" }, branch(next, "p", {}, leaf(next, `sale ${word}`))),
      );
      break;
    case 15:
      for (const node of leaves) node.text = `${node.text}o`;
      break;
    case 16: {
      const text = pick(leaves, at);
      if (text) text.text = to % 2 ? word : `${text.text} ${word}`;
      break;
    }
    case 17: {
      // Ids are taken from all of a list, or given to one element.
      if (to % 2) for (const { attributes } of branches) delete attributes.id;
      else if (one && !one.attributes.id) one.attributes.id = `i${one.identity}`;
      break;
    }
    case 18:
      if (block) take(page, block);
      break;
    case 19: {
      // Two rows swap their states. Names that are swapped are rows that are.
      const [one, other] = [at, to].map(index => stateOf(list?.children[placeOf(list, index)]));
      if (one && other) [one.text, other.text] = [other.text, one.text];
      break;
    }
    case 20:
    case 21: {
      // Columns swap their places, or there is one more.
      const rows = all(
        pick(
          branches.filter(({ name }) => name === "table"),
          at,
        ) ?? page,
      ).filter(isRow);
      const [from, into] = [to % 2, to % 3];
      for (const { children } of rows) {
        if (kind === 21)
          children.splice(into, 0, branch(next, children[0]!.name === "th" ? "th" : "td", {}, leaf(next, word)));
        else if (children[into]) [children[from], children[into]] = [children[into], children[from]!];
      }
      break;
    }
    case 22: {
      // A box around something is taken away.
      if (!block || block.row || !/^(div|section)$/.test(block.name) || block.attributes.class === "card") break;
      const { children } = parentOf(page, block);
      children.splice(children.indexOf(block), 1, ...block.children);
      break;
    }
    default:
      put(pick(places, at)!, part(next), to);
  }
}

const pick = <T>(of: T[], index: number): T | undefined => of[index % (of.length || 1)];

const nameOf = (row: Model | undefined): Leaf | undefined => row && (isLeaf(row) ? row : all(row).find(isLeaf));

const stateOf = (row: Model | undefined): Leaf | undefined =>
  row && !isLeaf(row)
    ? all(row)
        .filter(isLeaf)
        .find(({ text }) => STATES.includes(text))
    : undefined;

const isRow = (node: Model): node is Branch & { children: Branch[] } => !isLeaf(node) && node.name === "tr";

const placeOf = ({ children, unit }: Branch, index: number): number =>
  (index % (Math.floor(children.length / unit!) + 1)) * unit!;

function parentOf(page: Branch, child: Model): Branch {
  return [page, ...all(page)].find((node): node is Branch => !isLeaf(node) && node.children.includes(child))!;
}

function take(page: Branch, child: Model): void {
  const { children } = parentOf(page, child);
  children.splice(children.indexOf(child), 1);
}

function put({ children }: Branch, child: Model, index: number): void {
  children.splice(index % (children.length + 1), 0, child);
}
