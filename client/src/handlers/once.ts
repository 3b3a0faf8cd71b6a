import type { Binding } from "./spec";

/** A `once` listener that has fired: the handler's name and the event. */
export type Fired = [element: Element, name: string, event: string];

/**
 * Remembers which `once` listeners have fired on which elements, so that they don't fire again where the page goes on. The browser
 * tells nobody, so a listener of our own stands directly before each: between the two nothing can stop the event.
 */
export function onceOnly() {
  const spent = new WeakMap<Element, Set<string>>();
  const spies = new WeakMap<Element, Map<string, EventListener>>();

  const setOf = (element: Element): Set<string> => {
    const keys = spent.get(element) ?? new Set();
    spent.set(element, keys);
    return keys;
  };

  return {
    /** Binds, unless it has fired. */
    bind(element: Element, name: string, { event, listener, options, once }: Binding): void {
      const key = `${name} ${event}`;
      if (once && spent.get(element)?.has(key)) return;
      const watching = spies.get(element) ?? new Map<string, EventListener>();
      if (once === true && !watching.has(key)) {
        const spy = () => {
          watching.delete(key);
          setOf(element).add(key);
        };
        spies.set(element, watching.set(key, spy));
        element.addEventListener(event, spy, options);
      }
      element.addEventListener(event, listener, options);
    },

    unbind(element: Element, name: string, { event, listener, options }: Binding): void {
      const key = `${name} ${event}`;
      const spy = spies.get(element)?.get(key);
      if (spy) element.removeEventListener(event, spy, options);
      spies.get(element)?.delete(key);
      element.removeEventListener(event, listener, options);
    },

    /** Notes that one has fired. */
    fired(element: Element, name: string, event: string): void {
      setOf(element).add(`${name} ${event}`);
    },

    /** Those that have fired on an element. */
    firedOn: (element: Element): Fired[] =>
      [...(spent.get(element) ?? [])].map(key => [element, ...(key.split(" ") as [string, string])]),

    /** Forgets that any has fired on an element. */
    renew: (element: Element): boolean => spent.delete(element),
  };
}
