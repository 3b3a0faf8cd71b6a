import { parse } from "../messages/frame";

/** Keeps something for the page that comes next in this tab; what does not fit is lost with the page. */
export function putAway(key: string, value: unknown, limit: number): boolean {
  try {
    const text = JSON.stringify(value);
    if (text.length > limit) return false;
    sessionStorage.setItem(key, text);
    return true;
  } catch {
    // No room, or no storage here (blocked, or a sandboxed frame).
    return false;
  }
}

/** Keeps something small from now on, for all pages of this origin or for those of this tab. */
export function remember(key: string, value: string, ofTab = false): void {
  try {
    (ofTab ? sessionStorage : localStorage).setItem(key, value);
  } catch {
    // No room, or no storage here: it is forgotten with the page.
  }
}

/** What was kept so. */
export function remembered(key: string, ofTab = false): string | undefined {
  try {
    return (ofTab ? sessionStorage : localStorage).getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Takes it out again. While a page runs nothing is stored: a duplicated tab gets a copy of the storage. */
export function takeOut(key: string): unknown {
  try {
    const text = sessionStorage.getItem(key) ?? "";
    sessionStorage.removeItem(key);
    return parse(text);
  } catch {
    // No storage here, so there was nothing in it either.
    return undefined;
  }
}
