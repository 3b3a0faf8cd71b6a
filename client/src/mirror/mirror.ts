import type { LiquidError } from "../error";
import type { CapturedPage } from "../migration/capture";
import { onFrame } from "./frame";

/** Seconds for which a mirrored state waits for those who are away; who comes back later gets the current one. */
const TTL = 30;

/** Milliseconds until a refused send is tried again, unless the relay says otherwise. */
const RETRY = 1000;

/** Sections in which the others keep what they have unless it changed here. */
const PLACES = ["focus", "selection", "scroll", "ownedFocus", "ownedScroll"] as const;

/** What a mirror reads and where it sends to. */
export interface MirrorSource {
  capture(): CapturedPage;
  watch(changed: () => void): () => void;
  /** Resolves when the relay has it; `ttl` in seconds. */
  send(body: string, ttl: number): Promise<void>;
  error(error: LiquidError): void;
}

export type Mirror = ReturnType<typeof mirror>;

/** Sends the page to all others at every change: once per frame, and one message at a time. */
export function mirror(source: MirrorSource) {
  /** The state that all others have, as far as this page knows, and focus, selection and scroll in it. */
  let known: string | undefined;
  let places: string[] | undefined;
  let cancelFrame: (() => void) | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let sending = false;
  let stopped = false;

  /** Something may be different from what the others have. */
  function changed(): void {
    if (stopped) return;
    cancelFrame ??= onFrame(() => {
      cancelFrame = undefined;
      // What changes while one is under way goes when the relay has taken it: only the newest state matters.
      if (!sending) void send();
    });
  }

  async function send(): Promise<void> {
    sending = true;
    try {
      for (let body = next(); body && !stopped; body = next()) await source.send(body, TTL);
    } catch (error) {
      failed(error as LiquidError);
    }
    sending = false;
  }

  /** The body to send now, or `undefined` if all others have it. */
  function next(): string | undefined {
    const former = { known, places };
    const body = look();
    if (known === former.known) return undefined;
    return body(PLACES.filter((_, index) => !former.places || places![index] === former.places[index]));
  }

  /** Takes the page as it is now for what all others have. */
  function look() {
    const page = source.capture();
    known = page.content;
    places = PLACES.map(section => JSON.stringify(page.patch[section] ?? null));
    return page.body;
  }

  function failed(error: LiquidError): void {
    if (stopped) return;
    known = undefined;
    if (error.retryable) retry = setTimeout(changed, error.retryAfterMs ?? RETRY);
    source.error(error);
  }

  const unwatch = source.watch(changed);
  changed();

  return {
    changed,

    /** Somebody came who has seen nothing yet. */
    joined(): void {
      known = undefined;
      changed();
    },

    /** Something arrived and was applied: its sender has it already. Without this, two mirrors would echo for ever. */
    received(): void {
      try {
        look();
      } catch (error) {
        failed(error as LiquidError);
      }
    },

    stop(): void {
      stopped = true;
      unwatch();
      cancelFrame?.();
      clearTimeout(retry);
    },
  };
}
