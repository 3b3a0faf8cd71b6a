type Child = Node | string;

/** Makes an element. What is told about anybody's page only ever becomes text or an attribute that runs nothing. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  { on, ...attributes }: { on?: () => void } & Record<string, unknown> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (on) element.addEventListener("click", on);
  element.append(...children);
  return element;
}

/** The page's own element of that id. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** Writes a text where it is another one: a screen reader does not hear the same twice. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export interface Row<T> {
  element: HTMLElement;
  show(item: T): void;
}

/** Keeps the children of an element in step with items; each has an element for as long as it is there, so focus stays. */
export function rows<T>(
  parent: Element,
  keyOf: (item: T) => string,
  rowOf: (item: T) => Row<T>,
): (items: readonly T[]) => void {
  let shown = new Map<string, Row<T>>();
  return items => {
    const next = new Map(items.map(item => [keyOf(item), shown.get(keyOf(item)) ?? rowOf(item)]));
    for (const [key, { element }] of shown) if (!next.has(key)) element.remove();
    items.forEach((item, place) => {
      const row = next.get(keyOf(item))!;
      if (parent.children[place] !== row.element) parent.insertBefore(row.element, parent.children[place] ?? null);
      row.show(item);
    });
    shown = next;
  };
}
