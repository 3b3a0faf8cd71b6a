import { type Engine, type Patch, remember } from "../../../client/src/engine";
import { page } from "./page";

/** Two documents that loaded the same page; `script` is what the page itself does with it. */
export function pair(html: string, script?: (document: Document) => void): [Document, Engine, Document, Engine] {
  const [a, b] = [page(html), page(html)];
  script?.(a);
  script?.(b);
  return [a, remember(a), b, remember(b)];
}

/** What a page's script does that gives its first `<div>` a shadow root. */
export const withShadow = (html: string) => (document: Document) => {
  document.querySelector("div")!.attachShadow({ mode: "open" }).innerHTML = html;
};

/** A patch as it is when it has been sent. */
export const travel = (patch: Patch): Patch => JSON.parse(JSON.stringify(patch));

/** Resolves at the next event of this type. */
export const next = (target: EventTarget, type: string): Promise<unknown> =>
  new Promise(resolve => target.addEventListener(type, resolve, { once: true }));
