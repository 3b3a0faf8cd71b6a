/** What somebody may make of a patch who wants to harm the page where it arrives. */

/** A change of a patch, read as indexes into whatever it holds. */
export interface Twist {
  kind: number;
  at: number;
  other: number;
  value: number;
}

/** Sets `hit` on the page, its frame or the one around: whoever runs it is found out. */
export const CODE = "for (const w of [window, parent, top]) w.hit = 1";
const URL = ` java\tscript:${CODE}`;

const own = (text: string): unknown => JSON.parse(text);

/** Attributes that may run something, or go somewhere. */
const ATTRIBUTES: [string, string][] = [
  ...["onclick", "ONLOAD", "onerror", "onbegin", "ontoggle", "onfocusin", " onclick", "html onclick"].map(
    (key): [string, string] => [key, CODE],
  ),
  ...["href", "HREF", "xlink href", "xlink:href", "xlink y:href", " href", "src", "data", "action", "formaction"].map(
    (key): [string, string] => [key, URL],
  ),
  ...["to", "from", "by", "values", "ping", "poster", "background", "cite", "longdesc", "manifest"].map(
    (key): [string, string] => [key, `/;${URL}`],
  ),
  ["srcdoc", `<script>${CODE}</script>`],
  ["http-equiv", "refresh"],
  ["HTTP-Equiv", "refresh"],
  ["content", `0;url=${URL}`],
  ["style", `background: url(${URL})`],
  ["autocomplete", "cc-number"],
  ["type", "password"],
  ["type", "hidden"],
  ["type", "file"],
  ["value", "secret"],
  ["data-liquid-private", ""],
  ["data-liquid-ignore", ""],
  ["data-liquid-owned", ""],
  ["__proto__", "x"],
  ["constructor", "x"],
  ["toString", "x"],
  ["\ud800", "\udc00"],
  ["a b", "x"],
  ["", "x"],
  ["=", "x"],
  ["is", "x-y"],
  ["name", "parentNode"],
  ["id", "getAttribute"],
  ["name", "createElement"],
  ["open", ""],
  ["popover", "auto"],
];

/** New nodes that may run something, or break whoever makes them. */
const NODES: unknown[] = [
  ...["script", "html script", "svg script", "svg x:script", "html \u2028:script", "svg \ud800:script", "x:script"].map(
    name => [name, CODE],
  ),
  ["svg svg", { onload: CODE }, ["script", { "xlink href": `data:text/javascript,${CODE}` }, CODE]],
  ["svg svg", ["a", ["animate", { attributeName: "href", values: `x;${URL}`, begin: "0s" }]]],
  ["svg svg", ["set", { attributeName: "xlink:href", to: URL }], ["use", { href: "data:image/svg+xml,<svg/>" }]],
  ["math math", ["mtext", { href: URL }]],
  ["iframe", { src: URL }],
  ["iframe", { src: `data:text/html,<script>${CODE}</script>` }],
  ["iframe", { srcdoc: `<script>${CODE}</script>` }],
  ["object", { data: `data:text/html,<script>${CODE}</script>` }],
  ["embed", { src: URL }],
  ["meta", { "http-equiv": "refresh", content: `0;url=${URL}` }],
  ["base", { href: "javascript:/" }],
  ["link", { rel: "stylesheet", href: URL }],
  ["form", { action: URL }, ["button", { formaction: URL, autofocus: "" }, "x"], ["input", { name: "nodeType" }]],
  ["img", { src: "data:,", onerror: CODE, name: "body" }],
  ["template", ["#fragment", ["script", CODE], ["img", { onerror: CODE }]]],
  ["div", ["#shadow", { mode: "closed" }, ["script", CODE], ["p", { onclick: CODE }]]],
  ["details", { open: "", ontoggle: CODE, name: "d" }],
  ["textarea", { autocomplete: "one-time-code" }, "secret"],
  ["p", { "data-liquid-private": "" }, "x", ["b"]],
  ["p", { "data-liquid-ignore": "" }, "x"],
  ["input", { value: "secret", type: "password" }],
  ["custom-y", { is: "p" }, "x"],
  ["#pi", "xml-stylesheet", `href="${URL}"`],
  ["#pi", "?>", "?>"],
  ["#comment", "--><script>x</script>"],
  ["#cdata-section", "]]>"],
  ["#doctype", "\ud800", "", ""],
  ["#fragment", "x"],
  ["#shadow", { mode: "open" }, "x"],
  ["\ud800"],
  ["a b c"],
  [" "],
  ["urn:x y:z", { "urn:x y:z": "1" }],
  ["audio", { autoplay: "", src: "data:audio/wav," }],
  ["selectedcontent", "x"],
  ["style", "p { color: red }"],
  ["canvas", { width: "1", height: "1" }],
];

/** Values that no place in a patch is meant for. */
const VALUES: unknown[] = [
  ...[-1, 0, 0.5, 1, 3, 7, 1e9, 1e300, -0, 2 ** 31, 2 ** 53, null, true, false],
  ...["", "x", "0", "__proto__", "constructor", "toString", "\ud800", "\u0000", "#shadow", CODE, URL],
  ...[[], {}, [[]], [null], [0], [0, 0], [0, []], [1, 1e9], ["b"], [["b"]], ["b", { x: 1 }], { x: null }, [-1, 2]],
  { toString: 0, valueOf: 0 },
  own('{"__proto__":{"hit":1}}'),
  own('{"constructor":{"prototype":{"hit":1}}}'),
  { length: 3, 0: 1 },
  { value: "x", checked: true, selected: [0, -1, 1e9], validity: "no", indeterminate: true },
  { time: 1, rate: 0.001, volume: 2 },
  { rules: ["@import 'x'", "@namespace a url(b)", "}{", "p{color:red}"], baseURL: "http://[", media: "(" },
  "data:image/png;base64,!!!",
  { base: "0000000000000000" },
];

const SECTIONS = [
  ..."nodes shapes form focus open selection sheets adopted frames canvas media scroll refs".split(" "),
  ..."ownedForm ownedOpen ownedFocus ownedScroll __proto__ other".split(" "),
];

type Slot = [holder: Record<string | number, unknown>, key: string | number];

/** All places where something stands, deepest included. */
function slotsOf(value: unknown): Slot[] {
  const slots: Slot[] = [];
  const open = [value];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    if (typeof holder !== "object" || holder === null) continue;
    for (const key of Object.keys(holder)) {
      slots.push([holder as Slot[0], key]);
      open.push((holder as Slot[0])[key]);
    }
  }
  return slots;
}

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;
const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));

function set(holder: object, key: string | number, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Twists a patch. */
export function twist(patch: object, twists: readonly Twist[]): void {
  for (const { kind, at, other, value } of twists) {
    const slots = slotsOf(patch);
    if (!slots.length) return;
    const [holder, key] = pick(slots, at);
    const now = holder[key];
    switch (kind) {
      case 0:
        set(holder, key, copy(pick(VALUES, value)));
        break;
      case 1:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        break;
      case 2:
        if (Array.isArray(holder)) holder.splice(other % (holder.length + 1), 0, copy(now));
        break;
      case 3: {
        const [place, name] = pick(slots, other);
        const there = copy(place[name]);
        set(place, name, copy(now));
        set(holder, key, there);
        break;
      }
      case 4:
        set(holder, key, value % 2 ? [copy(now)] : { x: copy(now) });
        break;
      case 5:
      case 6: {
        const numbers = slots.filter(([place, name]) => typeof place[name] === "number");
        if (!numbers.length) break;
        const [place, name] = pick(numbers, at);
        place[name] = kind === 5 ? (place[name] as number) + pick([-1, 1, 2, 10, 0.5], value) : value % 60;
        break;
      }
      case 7:
      case 8: {
        const lists = slots.map(([place, name]) => place[name]).filter(Array.isArray);
        const list = pick(lists, at) as unknown[] | undefined;
        list?.splice(other % (list.length + 1), 0, copy(kind === 7 ? pick(NODES, value) : pick(VALUES, value)));
        break;
      }
      case 9: {
        const records = slots.map(([place, name]) => place[name]).filter(one => one?.constructor === Object);
        if (records.length) set(pick(records, at) as object, ...pick(ATTRIBUTES, value));
        break;
      }
      case 10: {
        let deep: unknown = copy(pick(NODES, value));
        for (let level = 0; level < pick([3, 505, 515, 3000], other); level++) deep = ["b", deep];
        if (Array.isArray(now)) now.push(deep);
        break;
      }
      case 11: {
        const element = copy(pick(NODES, value)) as unknown[];
        const isBare = element.length < 2 || element[1]?.constructor !== Object;
        if (isBare) element.splice(1, 0, {});
        for (const shift of [0, 1, 2]) set(element[1] as object, ...pick(ATTRIBUTES, other + shift * 7));
        const { nodes } = patch as { nodes?: unknown };
        const lists = (Array.isArray(nodes) ? nodes : []).map(item => item?.[2]).filter(Array.isArray);
        if (lists.length) (pick(lists, at) as unknown[]).push(element);
        break;
      }
      case 12:
        set(patch, pick(SECTIONS, other), copy(pick(VALUES, value)));
        break;
      case 13:
        set(patch, pick(SECTIONS, other), [[value % 60, copy(pick(VALUES, at)), copy(pick(VALUES, value))]]);
        break;
    }
  }
}
