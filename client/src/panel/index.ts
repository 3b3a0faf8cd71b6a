import type { Liquid } from "../index";
import type { PanelOptions } from "../options";
import { ask } from "./ask";
import { coverOf } from "./cover";
import { box, element } from "./element";
import type { Frame } from "./frame";
import { menu } from "./menu";
import css from "./style.css";
import { english } from "./texts";
import { toasts } from "./toast";

export type { Texts } from "./texts";

/** What is pressed in the panel is none of the page's business: the menu that is open in it stays open, and is sent open. */
const PRESSED = ["pointerdown", "mousedown", "click", "keydown", "keyup", "input", "change", "submit"];

customElements.define("liquid-panel", class extends HTMLElement {});

/** Puts the panel into the page's corner; `close` takes it away again; a mirror goes on until `liquid` ends it. */
export function openPanel(liquid: Liquid, { texts: own, place }: PanelOptions = {}): { close(): void } {
  const texts = { ...english, ...own };
  const ended = new AbortController();
  const { signal } = ended;
  const said = element("div", { className: "unseen", role: "status" });
  const frame: Frame = {
    liquid,
    texts,
    signal,
    say: text => {
      said.textContent = text;
    },
    why: ({ code = "", reason = code, message = reason, what = message }) => texts.reasons[reason] ?? what,
    on: (type, listener) => liquid.addEventListener(type, ({ detail }) => void listener(detail as never), { signal }),
  };

  const panel = document.createElement("liquid-panel");
  const root = panel.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  // What stands in the page by itself, whether or not somebody opens the menu.
  const cards = box("cards");
  const cover = coverOf(frame, root);
  ask(frame, cover.isShown, cards, toasts(frame, cards, root, cover.isAsked));
  menu(frame, root, cover.show, place);
  root.append(cards, said);
  for (const type of PRESSED) root.addEventListener(type, event => event.stopPropagation());
  // The caret stays in the page's field, and is sent with it.
  root.addEventListener("mousedown", event => (event.target as Element).closest("button") && event.preventDefault());
  // Outside of the body, and marked as no part of the page: never captured, never touched.
  panel.setAttribute("data-liquid-ignore", "");
  document.documentElement.append(panel);
  cover.again();
  return {
    close(): void {
      ended.abort();
      panel.remove();
    },
  };
}
