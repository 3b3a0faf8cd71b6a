const SVG = "http://www.w3.org/2000/svg";

/** Outlines on a square of 24. */
const OUTLINES: Record<string, string> = {
  phone: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
  tablet: "M5 3h14a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
  desktop: "M4 4h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM12 16v4M8 20h8",
};
const OTHER = "M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM3 9h18";

/** A picture of the kind of device an instance is on; of a window, where it is none that is known. */
export function pictureOf(kind: string | undefined): SVGElement {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", "kind");
  const known = kind !== undefined && Object.hasOwn(OUTLINES, kind);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", known ? kind : "window");
  const outline = document.createElementNS(SVG, "path");
  outline.setAttribute("d", known ? OUTLINES[kind]! : OTHER);
  picture.append(outline);
  return picture;
}
