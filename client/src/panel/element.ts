type Attributes = { role?: string; [name: `aria-${string}`]: string };

/**
 * Makes an HTML element from its properties and its ARIA attributes. Strings become text nodes, so that names that
 * others chose are never read as markup.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> & Attributes,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    // As attributes, since not every browser in use reflects them as properties.
    if (key === "role" || key.startsWith("aria-")) made.setAttribute(key, String(value));
    else Object.assign(made, { [key]: value });
  }
  made.append(...children);
  return made;
}

/** Makes a 24 × 24 line drawing from SVG path data; it says nothing to a screen reader. */
export function icon(data: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", data);
  svg.append(path);
  return svg;
}

/** Sets an element's text where it differs: an equal text is not set again, so that nothing is drawn or read out twice. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
