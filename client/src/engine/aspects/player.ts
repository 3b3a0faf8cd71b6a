import type { MediaState } from "../patch";

/** A media element's state; one that reached its end is paused there. */
export const mediaState = ({
  currentTime,
  paused,
  ended,
  playbackRate,
  volume,
  muted,
}: HTMLMediaElement): MediaState => ({
  time: Math.round(currentTime * 1000) / 1000,
  paused: paused || ended,
  rate: playbackRate,
  volume,
  muted,
});
