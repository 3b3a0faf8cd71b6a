import { isObject } from "../apply/entries";
import type { LiveStates } from "../base/live";
import type { MediaState, Patch } from "../patch";
import { type Aspect, inOrder, isNumbered, leaveOutRest, type Page } from "./aspect";
import { mediaState } from "./player";

/** Seconds by which two that play may be apart: to set the time makes a gap that one hears. */
const APART = 0.5;

/** Where `<video>` and `<audio>` are, whether they play, how fast and how loud. What is not named is as at load. */
export function media(atLoad: LiveStates["media"]): Aspect<"media"> {
  const defaults = (element: HTMLMediaElement): MediaState =>
    atLoad.get(element) ?? { ...INITIAL, muted: element.defaultMuted };

  return {
    section: "media",

    isSound: value => isNumbered(value, ([, state, ...rest]) => isState(state) && !rest.length),

    capture(page) {
      const found: NonNullable<Patch["media"]> = [];
      for (const [element, number] of players(page)) {
        const before = defaults(element);
        const changes = Object.entries(mediaState(element)).filter(([key, value]) => value !== before[key as "time"]);
        if (changes.length) found.push([number, Object.fromEntries(changes)]);
      }
      return inOrder(found);
    },

    apply(page, given = []) {
      const wanted = new Map(given);
      for (const [element, number] of players(page)) {
        const change = wanted.get(number);
        wanted.delete(number);
        const state = { ...defaults(element), ...change };
        for (const key of ["rate", "volume", "muted"] as const) {
          if (element[PROPERTIES[key]] === state[key]) continue;
          try {
            (element[PROPERTIES[key]] as (typeof state)[typeof key]) = state[key];
            page.changed();
          } catch {
            // Too slow for this browser, for instance.
            page.leaveOut("unsupported", number, `${key} of <${element.localName}>`);
          }
        }
        const apart = Math.abs(element.currentTime - state.time);
        // What goes on playing as at load, nobody has moved.
        const isUntouched = !change && !state.paused && !element.paused;
        if (!isUntouched && apart > (state.paused ? 0.01 : APART)) {
          element.currentTime = state.time;
          page.changed();
        }
        if (element.paused === state.paused) continue;
        page.changed();
        if (state.paused) element.pause();
        else {
          const forbidden = () => page.leaveOut("play", number, `playing of <${element.localName}>`);
          page.later(element.play().catch(forbidden));
        }
      }
      leaveOutRest(page, wanted, "no_counterpart", "media");
    },
  };
}

const PROPERTIES = { rate: "playbackRate", volume: "volume", muted: "muted" } as const;

const INITIAL: MediaState = { time: 0, paused: true, rate: 1, volume: 1, muted: false };

function* players(page: Page): Iterable<[HTMLMediaElement, number]> {
  // One of that name in SVG plays nothing.
  for (const one of page.numbered<HTMLMediaElement>("video", "audio")) if ("playbackRate" in one[0]) yield one;
}

function isState(state: unknown): state is Partial<MediaState> {
  if (!isObject(state)) return false;
  const { time = 0, rate = 1, volume = 1, paused = true, muted = false } = state;
  const isNumber = (value: unknown, most: number) => typeof value === "number" && value >= 0 && value <= most;
  // Browsers play no faster than 16 times.
  return (
    isNumber(time, 1e7) &&
    isNumber(rate, 16) &&
    isNumber(volume, 1) &&
    typeof paused === "boolean" &&
    typeof muted === "boolean"
  );
}
