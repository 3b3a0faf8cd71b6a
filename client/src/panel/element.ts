type Child = Node | string;
type Properties<E> = Partial<E> | { [name: `aria-${string}`]: string | boolean } | { role?: string };

/**
 * Makes an HTML element from its properties and its ARIA attributes. Strings become text nodes, so that names that
 * others chose are never read as markup.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Properties<HTMLElementTagNameMap[K]> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    // As attributes, since not every browser in use reflects them as properties.
    if (/^(role|aria-)/.test(key)) value && made.setAttribute(key, value);
    else (made as unknown as Record<string, unknown>)[key] = value;
  }
  made.append(...children);
  return made;
}

/** Makes a `<div>`, a `<p>` or the like by its class alone. */
export const box = (className: string, ...children: Child[]) => element("div", { className }, ...children);

/**
 * Makes a button; with a label where its content says less than a screen reader needs. The focus stays near where it goes away with what
 * it did.
 */
export function button(className: string, content: Child, pressed: () => unknown, label?: string): HTMLButtonElement {
  const onclick = async () => {
    const around = made.closest<HTMLElement>("[tabindex]");
    await pressed();
    if (!made.isConnected) around?.focus();
  };
  const made = element("button", { type: "button", className, onclick, "aria-label": label }, content);
  return made;
}

/** Makes a switch that says what it switches. */
export const toggle = (label: string, onclick: () => void): HTMLButtonElement =>
  element("button", { type: "button", className: "switch", role: "switch", onclick }, box("track"), label);

/** Has a switch show how what it switches is. */
export const switched = (made: Element, is: boolean) => made.setAttribute("aria-checked", `${is}`);

/** A list's row: words, and what can be done about them. */
export const item = (words: Child, ...verbs: Node[]) =>
  element("li", { className: "line" }, box("about", words), ...verbs);

/** Makes a 24 × 24 line drawing from SVG path data; it says nothing to a screen reader. */
export function icon(data: string): SVGSVGElement {
  const make = <K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string>) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) made.setAttribute(key, attributes[key]!);
    return made;
  };
  const svg = make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  svg.append(make("path", { d: data }));
  return svg;
}

/** Line drawings, as SVG path data. */
export const FLOW = "M5 8.5h14M16 5.5l3 3-3 3M19 15.5H5M8 12.5l-3 3 3 3";
export const CROSS = "M6 6l12 12M18 6L6 18";
export const BACK = "M15 5l-7 7 7 7";
export const PEN = "M5 19l1-4L16 5l3 3L9 18z";
export const PLUS = "M12 5v14M5 12h14";
export const DEVICES: Record<string, string> = {
  phone: "M8 3h8v18H8zM11 18h2",
  tablet: "M5 3h14v18H5zM11 18h2",
  desktop: "M4 5h16v11H4zM2 19.5h20",
};
