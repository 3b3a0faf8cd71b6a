import type { Liquid } from "../index";
import { LiquidPanel } from "./panel";

/** Puts the panel into the page's corner; `close` takes it away again and ends what it mirrors. */
export function openPanel(liquid: Liquid): { close(): void } {
  const panel = new LiquidPanel(liquid);
  // Outside of the body, and marked as no part of the page: never captured, never touched.
  panel.setAttribute("data-liquid-ignore", "");
  document.documentElement.append(panel);
  return { close: () => panel.end() };
}
