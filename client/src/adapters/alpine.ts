import { attach, type Started } from "./attach";

/** What the plugin calls of Alpine 3. */
export interface Alpine {
  directive(
    name: string,
    bind: (element: Element, binding: { expression: string }, tools: { cleanup(end: () => void): void }) => void,
  ): unknown;
  closestDataStack(element: Element): Record<string, unknown>[];
  nextTick(): Promise<unknown>;
}

/**
 * A plugin: `Alpine.plugin(liquidAlpine(Liquid.start(…)))`. With it, `<main x-data="…" x-liquid="todos">` lets the data of that component
 * travel with the page under a name, and leaves what is in the element to Alpine.
 */
export const liquidAlpine = (liquid: Started) => (alpine: Alpine) => {
  alpine.directive("liquid", (element, { expression: name }, { cleanup }) => {
    element.setAttribute("data-liquid-owned", "");
    // The component's own, without those of the components around it, which have names of their own.
    const [data] = alpine.closestDataStack(element);
    if (!data) throw new TypeError(`x-liquid="${name}" stands on an element with x-data.`);
    const keys = () =>
      Object.entries(Object.getOwnPropertyDescriptors(data)).flatMap(([key, { get, set, value }]) =>
        typeof value === "function" || (get && !set) ? [] : [key],
      );
    cleanup(
      attach<Record<string, unknown>>(liquid, name, {
        get: () => Object.fromEntries(keys().map(key => [key, data[key]])),
        set(arrived) {
          for (const key of keys()) if (Object.hasOwn(arrived, key)) data[key] = arrived[key];
          return alpine.nextTick();
        },
      }),
    );
  });
};
