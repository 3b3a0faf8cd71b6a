import type { Liquid, LiquidEvents } from "../index";
import type { Texts } from "./texts";

/** What the parts of the panel share. */
export interface Frame {
  liquid: Liquid;
  texts: Texts;
  /** Tells what happened in the live region, to those who do not see it. */
  say(text: string): void;
  /** Why something failed, or what was left out, in the panel's language where that has words for it. */
  why(problem: { code?: string; reason?: string; message?: string; what?: string }): string;
  /** Listens as long as there is a panel. */
  on<K extends keyof LiquidEvents>(type: K, listener: (detail: LiquidEvents[K]["detail"]) => unknown): void;
  /** Ends with the panel. */
  signal: AbortSignal;
}

const STEPS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** How long ago something was: "3 minutes ago". */
export function ago(at: string, { lang }: Texts): string {
  const seconds = Math.max(0, (Date.now() - Date.parse(at)) / 1000);
  const [unit, size] = STEPS.find(([, size]) => seconds >= size) ?? STEPS[3];
  return new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(-Math.floor(seconds / size), unit);
}
