import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { type Remark, remember } from "../../../client/src/engine";
import { cases } from "./cases";
import { closePages, page } from "./page";
import { travel } from "./pair";
import { DIALOGS, LATE_ROOT, markup, mutate, mutations } from "./random";
import { type Part, parts, ready } from "./remarks/parts";
import { type Difference, differences, loadedAlike, whereabouts } from "./remarks/reader";

afterEach(closePages);

/** A part in a page: there at load or put in later, used or not, in something around it. */
interface Place {
  name: string;
  isLate: boolean;
  isUsed: boolean;
  around: string;
  at: number;
}

const places: fc.Arbitrary<Place[]> = fc.array(
  fc.record({
    name: fc.constantFrom(...Object.keys(parts)),
    isLate: fc.boolean(),
    isUsed: fc.integer({ min: 0, max: 3 }).map(number => number > 0),
    around: fc.constantFrom("", "", "div", "section", "ul"),
    at: fc.nat(1000),
  }),
  { minLength: 1, maxLength: 5 },
);

function markupOf({ name, around }: Place, own: string): string {
  const html = parts[name]!.html(own).replace(/^<[\w-]+/, start => `${start} data-part=${name}`);
  return around ? `<${around}>${html}</${around}>` : html;
}

const used = (document: Document, { name }: Place): [Part, HTMLElement[]] => [
  parts[name]!,
  [...document.querySelectorAll<HTMLElement>(`[data-part=${name}]`)],
];

/** A page with parts among ordinary things, as it is at load. */
function load(html: string, places: Place[], own: string): Document {
  const inner = places.filter(({ isLate }) => !isLate).map(place => markupOf(place, own));
  return page(`${html}${inner.join("")}`);
}

/** Puts the late ones in, and uses them. Gives the names of those that were used. */
function use(document: Document, places: Place[]): string[] {
  for (const place of places.filter(({ isLate }) => isLate)) {
    const hosts = [...document.body.querySelectorAll("div, section, span, p:not([data-part])")];
    const host = hosts[place.at % (hosts.length || 1)] ?? document.body;
    host.insertAdjacentHTML("beforeend", markupOf(place, "source"));
  }
  return places
    .filter(({ isUsed }) => isUsed)
    .flatMap(place => {
      const [{ use }, elements] = used(document, place);
      if (!elements[0]) return [];
      use?.(elements[0]);
      return [place.name];
    });
}

const twoFrames = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/** Another selection in a document's text; those in fields bubble. */
const selectionChange = (document: Document) =>
  new Promise<void>(resolve =>
    document.addEventListener("selectionchange", ({ target }) => target === document && resolve()),
  );

const above = (node: Node): Node | null => node.parentNode ?? (node as ShadowRoot).host ?? null;

function isAtOrUnder(node: Node | null, address: Node): boolean {
  for (let at = node; at; at = above(at)) if (at === address) return true;
  const view = node?.ownerDocument?.defaultView;
  return view?.frameElement ? isAtOrUnder(view.frameElement, address) : false;
}

/** Takes the remark out that tells of an element that is not there. */
function takeMissing(remarks: Remark[], { missing }: Difference): boolean {
  const index = missing ? remarks.findIndex(({ what }) => what.includes(`<${missing}>`)) : -1;
  if (index >= 0) remarks.splice(index, 1);
  return index >= 0;
}

it("whatever of a page does not arrive, a remark names it or what it is in, unless it is documented as each page's own", async () => {
  await ready;
  await fc.assert(
    fc.asyncProperty(markup, places, mutations, mutations, async (html, places, done, here) => {
      const [source, target] = [load(html, places, "source"), load(html, places, "target")];
      const loaded = loadedAlike(source, target);
      const [a, b] = [remember(source), remember(target)];
      expect(b.fingerprint).toBe(a.fingerprint);
      mutate(source, done.slice(0, 4), []);
      const selectionTold = selectionChange(source);
      const isSelected = use(source, places).some(name => name.startsWith("selected"));
      mutate(source, done.slice(4, 8), []);
      mutate(
        target,
        here.filter(({ kind }) => kind !== LATE_ROOT),
        [],
      );
      // Then what WebGL has drawn is shown, and can't be read any more, a dialog that closed has given the focus up, and browsers have
      // told of what is selected.
      const isAwaited = places.some(({ name }) => name.startsWith("webGL"));
      if (isAwaited || done.slice(0, 8).some(({ kind }) => kind === DIALOGS)) await twoFrames();
      if (isSelected) await selectionTold;
      const there = whereabouts(source);
      const said: Remark[] = [];
      const patch = travel(a.capture({ leftOut: said }));
      const report = b.apply(patch);
      await report.settled;
      const remarks = [...said, ...report.leftOut];
      const numbers = [...new Set(remarks.flatMap(({ node }) => (node === undefined ? [] : [node])))];
      const again = b.apply({ ...patch, refs: numbers.map((number, place) => [number, place]) });
      await again.settled;
      const addresses = numbers.map((_, place) => again.refs(place)).filter(node => node !== null);
      const nowhere = [...remarks];
      const silent = differences(source, there, target, loaded).filter(
        difference =>
          !addresses.some(address => isAtOrUnder(difference.at, address)) && !takeMissing(nowhere, difference),
      );
      expect({ silent: silent.map(({ what }) => what), remarks: silent.length ? remarks : [] }).toEqual({
        silent: [],
        remarks: [],
      });
      a.stop();
      b.stop();
      closePages();
    }),
    cases(150),
  );
}, 1_200_000);
