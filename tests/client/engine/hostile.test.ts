import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { type Engine, type Patch, PatchError, remember } from "../../../client/src/engine";
import { cases } from "./cases";
import { type Twist, twist } from "./hostile";
import { closePages, facts, page } from "./page";
import { LATE_ROOT, mutate, mutations } from "./random";
import { drawnOn } from "./remarks/secret-lives";

afterEach(closePages);

/** Something of everything that a patch speaks of. */
const HTML = `<!doctype html><html><head><style>p { color: red }</style></head>
<body onclick="own()"><form id=f><input id=i value=x><input type=checkbox><input type=radio name=r><input type=password id=pw>
<input type=file><input type=number><input autocomplete="cc-number" value=4><textarea>t</textarea><input type=hidden value=token>
<select><option>1<option>2</select><select multiple><option>1<option selected>2</select></form>
<script></script><script type="text/x">data</script><a id=a href="/x">link</a><iframe></iframe>
<svg viewBox="0 0 9 9"><a><text>t</text></a></svg><canvas id=c width=4 height=4></canvas><video></video><audio></audio>
<dialog id=d>dialog</dialog><p popover id=p>popover</p><details id=e><summary>s</summary>d</details><div id=s>shadow</div>
<template><b>in</b></template><div id=o data-liquid-owned><label><input><dialog>x</dialog></label></div>
<div data-liquid-private>private <b>own</b></div><i data-liquid-ignore>ignored</i><ul id=l><li>1<li>2<li>3</ul></body></html>`;

const CODES = ["bad_patch", "unknown_node", "duplicate_node", "cycle", "too_large", "too_deep", "other_base"];

const open = (document: Document) => {
  document.querySelector("#s")!.attachShadow({ mode: "open" }).innerHTML = "<slot></slot><input><b>s</b>";
};

const twists = fc.array(fc.record({ kind: fc.nat(13), at: fc.nat(2000), other: fc.nat(2000), value: fc.nat(2000) }), {
  minLength: 1,
  maxLength: 5,
}) as fc.Arbitrary<Twist[]>;

/** Does something of each kind to a page. */
function use(document: Document): void {
  const get = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector);
  const field = get<HTMLInputElement>("#i");
  if (field) field.value = "typed";
  get("#l")?.insertAdjacentHTML(
    "beforeend",
    [4, 5, 6, 7].map(n => `<li class=c${n}><a href=/${n}>${n}</a></li>`).join(""),
  );
  get<HTMLCanvasElement>("#c")?.getContext("2d")?.fillRect(0, 0, 2, 2);
  get("#s")?.shadowRoot?.append("more");
  const frame = get<HTMLIFrameElement>("iframe")?.contentDocument?.body;
  if (frame) frame.innerHTML = "<p>in the frame</p><input>";
  const sheet = new (document.defaultView as unknown as typeof globalThis).CSSStyleSheet();
  sheet.replaceSync("b { color: blue }");
  document.adoptedStyleSheets = [sheet];
  document.querySelector("style")?.sheet?.insertRule("i { color: green }");
}

/** What nothing but a place on a screen shows. */
function places(engine: Engine): Partial<Patch> {
  const number = (name: string) => engine.describe().findIndex(row => row[1] === name);
  const owned = engine.describe().findIndex(row => typeof row[3] === "object" && "data-liquid-owned" in row[3]);
  return {
    focus: [number("INPUT"), 1, 2, "forward"],
    selection: [
      [number("B"), 0],
      [number("LI"), 1],
    ],
    scroll: [
      [0, 0, 10],
      [number("UL"), -0.5],
    ],
    media: [[number("VIDEO"), { rate: 2, volume: 0.5, muted: true, time: 1 }]],
    open: [[number("DIALOG"), "modal"]],
    refs: [[number("A"), 0]],
    ownedForm: [[owned, ["input", "x", [0, 0]], "typed"]],
    ownedOpen: [[owned, ["dialog", "x", [0, 1], ["o", 0, 1]], "modal"]],
    ownedFocus: [owned, ["input", "x", [0, 0]], 0, 0, "none"],
    ownedScroll: [[owned, ["label", "x", [0]], 0, 5]],
  };
}

/** A page with all that a patch may touch. */
function everything(document: Document): unknown {
  const frames = [...document.querySelectorAll("iframe")].map(frame => frame.contentDocument);
  return [
    facts(document),
    [...document.querySelectorAll("canvas")].map(drawnOn),
    [...document.querySelectorAll<HTMLMediaElement>("video, audio")].map(m => [m.playbackRate, m.volume, m.muted]),
    frames.map(inner => inner && /about:blank/.test(inner.URL) && facts(inner)),
  ];
}

const XLINK = "http://www.w3.org/1999/xlink";

/** Attributes that are an address to no browser: in these the same is a text. */
const TEXTS =
  /^(style|content|class|title|alt|value|type|rel|is|width|height|open|popover|autocomplete|viewbox|begin|attributename|data-a|@click|data-liquid-\w+)$/i;

const roots = (document: Document): Node[] => [
  document,
  ...[...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? [shadowRoot] : [])),
];

/** Everything in a page that may run something, and that it was not loaded with. */
function code(document: Document): string[] {
  const found: string[] = [];
  const visit = (top: ParentNode) => {
    for (const element of top.querySelectorAll("*")) {
      const { localName } = element;
      if (/^(script|base)$/i.test(localName) && !/^(|data)$/.test(element.textContent!)) found.push(element.outerHTML);
      if (/^meta$/i.test(localName) && element.hasAttribute("http-equiv")) found.push(element.outerHTML);
      for (const { namespaceURI, localName: name, value } of element.attributes) {
        // Of these the browser knows nothing: no name in lower case, or in another namespace.
        const isKnown = namespaceURI === null || (namespaceURI === XLINK && name === "href");
        if (!isKnown || name !== name.toLowerCase()) continue;
        if (/^on/.test(name) && value !== "own()") found.push(`${localName} ${name}`);
        if (name === "srcdoc") found.push(`${localName} ${name}`);
        if (/^(javascript|.*;\s*java\s*script):/.test(value.replace(/[\0-\x20]/g, "")) && !TEXTS.test(name))
          found.push(`${localName} ${name}=${value}`);
      }
      if (element.shadowRoot) visit(element.shadowRoot);
      if ((element as HTMLTemplateElement).content?.nodeType === 11) visit((element as HTMLTemplateElement).content);
    }
  };
  visit(document);
  return found;
}

/** Applies a patch. It is refused whole, or applied whole and taken back. */
async function attempt(target: Document, b: Engine, body: string): Promise<void> {
  const former = b.capture({ exact: true });
  const before = everything(target);
  const observer = new MutationObserver(() => {});
  for (const root of roots(target))
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  let report: ReturnType<Engine["apply"]>;
  try {
    report = b.apply(JSON.parse(body) as Patch);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    expect(CODES).toContain(error.code);
    expect(observer.takeRecords()).toEqual([]);
    expect(everything(target)).toEqual(before);
    return;
  } finally {
    observer.disconnect();
  }
  await report.settled;
  for (const { reason, what } of report.leftOut) expect([typeof reason, typeof what]).toEqual(["string", "string"]);
  expect(code(target)).toEqual([]);
  await b.apply(former).settled;
  expect(everything(target)).toEqual(before);
}

it("whatever somebody makes of a patch, it is refused whole or applied whole, runs nothing, and can be undone", async () => {
  const hit = () => (window as { hit?: number }).hit ?? (window.parent as { hit?: number }).hit;
  await fc.assert(
    fc.asyncProperty(
      mutations,
      mutations,
      fc.array(twists, { minLength: 1, maxLength: 8 }),
      async (here, there, all) => {
        const [source, target] = [page(HTML), page(HTML)];
        for (const document of [source, target]) open(document);
        const [a, b] = [remember(source), remember(target)];
        const loaded = everything(target);
        const secret = target.querySelector<HTMLInputElement>("#pw")!;
        const harmless = (list: typeof here) => list.filter(({ kind }) => kind !== LATE_ROOT);
        use(source);
        mutate(source, harmless(here), []);
        mutate(target, harmless(there), []);
        const { value } = secret;
        const patch = JSON.stringify({ ...a.capture(), ...places(a) });
        for (const turns of all) {
          const twisted = JSON.parse(patch) as Patch;
          twist(twisted, turns);
          await attempt(target, b, JSON.stringify(twisted));
        }
        await b.reset().settled;
        expect(everything(target)).toEqual(loaded);
        expect(target.querySelector("#pw")).toBe(secret);
        expect(secret.value).toBe(value);
        expect(hit()).toBe(undefined);
        expect(({} as { hit?: number }).hit).toBe(undefined);
        a.stop();
        b.stop();
        closePages();
      },
    ),
    cases(30),
  );
}, 3_600_000);
