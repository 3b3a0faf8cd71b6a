import type { Patch, Section } from "../engine/patch";
import type { LiquidError } from "../error";
import { onFrame } from "./frame";

/** Seconds for which a mirrored state waits for those who are away; who comes back later gets the current one. */
const TTL = 30;

/** Milliseconds until a refused send is tried again, unless the relay says otherwise. */
const RETRY = 1000;

/** Sections in which the others keep what they have unless it changed here. */
const PLACES = ["focus", "scroll"] as const;

/** What a mirror reads and where it sends to. */
export interface MirrorSource {
  /** The page as it is now, and its message body. */
  capture(): { patch: Patch; body(keep?: Section[]): string };
  watch(changed: () => void): () => void;
  /** Resolves when the relay has it; `ttl` in seconds. */
  send(body: string, ttl: number): Promise<void>;
  error(error: LiquidError): void;
}

/** Sends the page to all others at every change: once per frame, and one message at a time. */
export class Mirror {
  readonly #source: MirrorSource;
  readonly #unwatch: () => void;
  /** The state that all others have, as far as this page knows. */
  #known: string | undefined;
  /** Focus and scroll in it. */
  #places: string[] | undefined;
  #cancelFrame: (() => void) | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #sending = false;
  #stopped = false;

  constructor(source: MirrorSource) {
    this.#source = source;
    this.#unwatch = source.watch(() => this.changed());
    this.changed();
  }

  /** Something may be different from what the others have. */
  changed(): void {
    if (this.#stopped) return;
    this.#cancelFrame ??= onFrame(() => {
      this.#cancelFrame = undefined;
      // What changes while one is under way goes when the relay has taken it: only the newest state matters.
      if (!this.#sending) void this.#send();
    });
  }

  /** Somebody came who has seen nothing yet. */
  joined(): void {
    this.#known = undefined;
    this.changed();
  }

  /** Something arrived and was applied: its sender has it already. Without this, two mirrors would echo for ever. */
  received(): void {
    try {
      const { patch, body } = this.#source.capture();
      this.#known = body();
      this.#places = placesOf(patch);
    } catch (error) {
      this.#failed(error as LiquidError);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#unwatch();
    this.#cancelFrame?.();
    clearTimeout(this.#retry);
  }

  async #send(): Promise<void> {
    this.#sending = true;
    try {
      for (let next = this.#next(); next && !this.#stopped; next = this.#next()) await this.#source.send(next, TTL);
    } catch (error) {
      if (!this.#stopped) this.#failed(error as LiquidError);
    }
    this.#sending = false;
  }

  /** The body to send now, or `undefined` if all others have it. */
  #next(): string | undefined {
    const { patch, body } = this.#source.capture();
    const state = body();
    if (state === this.#known) return undefined;
    const places = placesOf(patch);
    const former = this.#places ?? places;
    this.#known = state;
    this.#places = places;
    return body(PLACES.filter((_, index) => places[index] === former[index]));
  }

  #failed(error: LiquidError): void {
    this.#known = undefined;
    if (error.retryable) this.#retry = setTimeout(() => this.changed(), error.retryAfterMs ?? RETRY);
    this.#source.error(error);
  }
}

function placesOf(patch: Patch): string[] {
  return PLACES.map(section => JSON.stringify(patch[section] ?? null));
}
