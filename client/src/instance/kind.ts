/** What kind of device a page is on; a newer client may know more. */
export type DeviceKind = "phone" | "tablet" | "desktop";

/** The shorter side (CSS pixels) from which on a touch screen is a tablet's. */
const TABLET = 600;

/** What kind of device this is, by what it can do rather than by what it is called: whether a finger or a mouse points, and on how much room. */
export function deviceKind(): DeviceKind {
  const can = (query: string) => matchMedia(query).matches;
  if (can("(any-pointer: fine) and (any-hover: hover)") || !can("(any-pointer: coarse)")) return "desktop";
  return Math.min(screen.width, screen.height) < TABLET ? "phone" : "tablet";
}
