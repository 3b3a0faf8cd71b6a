import type { Session } from "./session";

/** After so long (ms) a page that was about to be left is taken to stay: its person refused, or it was only a download. */
const STAYS = 5000;

/** What outlives the page in `sessionStorage`. */
interface Kept {
  /** The page goes. */
  putAway(): void;
  /** The page goes on after all. */
  takeBack(): void;
}

/** Leaves the space with the page, puts away what the next one in this tab needs, and comes back if the page is shown again. */
export function leaving(session: Session, kept: Kept[], signal: AbortSignal): void {
  const all: Kept[] = [session, ...kept];
  let stays: ReturnType<typeof setTimeout> | undefined;
  const putAway = () => {
    clearTimeout(stays);
    for (const part of all) part.putAway();
  };
  const takeBack = (parts: Kept[]) => {
    for (const part of parts) part.takeBack();
  };
  // Firefox can lose what is stored while a page goes and the next one runs in another process. What was stored before that, it keeps.
  const about = () => {
    putAway();
    stays = setTimeout(takeBack, STAYS, all);
  };
  const go = () => {
    putAway();
    session.suspend();
  };
  const shown = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    takeBack(kept);
    session.resume();
  };
  addEventListener("beforeunload", about, { signal });
  addEventListener("pagehide", go, { signal });
  addEventListener("pageshow", shown, { signal });
}
