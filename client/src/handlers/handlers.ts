import type { Remark } from "../engine/patch";
import { type Binding, checkName, type HandlerSpec, readSpec } from "./spec";

/** Attribute that names an element's handlers, parted by spaces. */
export const ATTRIBUTE = "data-handler";

export type Handlers = ReturnType<typeof handlers>;

/**
 * Binds registered functions to the elements that name them. The function itself is given to `addEventListener`, which
 * takes the same function once only: what the application bound itself is not bound twice, and `this`, order and
 * `removeEventListener` are the browser's own.
 */
export function handlers() {
  const registered = new Map<string, Binding[]>();
  /** The names under which an element is bound, or will be once they are registered. */
  const namesOf = new WeakMap<Element, Set<string>>();
  /** All elements with names, held weakly: those that the application drops must be free to go. */
  const elements = new Set<WeakRef<Element>>();
  const gone = new FinalizationRegistry<WeakRef<Element>>(reference => elements.delete(reference));

  function bind(element: Element, name: string): void {
    for (const binding of registered.get(name) ?? []) element.addEventListener(...binding);
  }

  function unbind(element: Element, bindings: Binding[] = []): void {
    for (const binding of bindings) element.removeEventListener(...binding);
    // Another of its names may have the same function.
    for (const name of namesOf.get(element)!) bind(element, name);
  }

  function join(element: Element): Set<string> {
    const names = new Set<string>();
    const reference = new WeakRef(element);
    namesOf.set(element, names);
    elements.add(reference);
    gone.register(element, reference);
    return names;
  }

  function replace(name: string, bindings: Binding[]): void {
    const former = registered.get(name);
    registered.set(name, bindings);
    for (const reference of elements) {
      const element = reference.deref();
      if (element && namesOf.get(element)!.has(name)) unbind(element, former);
    }
  }

  /** Binds elements by what their `data-handler` says now; remarks tell of names that nobody registered yet. */
  function discover(found: Iterable<Element>): Remark[] {
    const unknown = new Map<string, Remark>();
    for (const element of found) {
      const wanted = new Set(split(element.getAttribute(ATTRIBUTE)));
      const names = namesOf.get(element) ?? (wanted.size ? join(element) : wanted);
      for (const name of names) {
        if (!wanted.has(name) && names.delete(name)) unbind(element, registered.get(name));
      }
      for (const name of wanted) {
        if (!names.has(name) && names.add(name)) bind(element, name);
        if (!registered.get(name)?.length) {
          unknown.set(name, { reason: "unknown_handler", what: `${name} on <${element.localName}>` });
        }
      }
    }
    return [...unknown.values()];
  }

  return {
    discover,

    /** Returns how to unregister. */
    register(name: string, spec: HandlerSpec): () => void {
      const bindings = readSpec(name, spec);
      replace(name, bindings);
      return () => {
        if (registered.get(name) === bindings) replace(name, []);
      };
    },

    /** Gives an element of the application the handlers `names`, and writes them into its `data-handler`. */
    bind(element: Element, names: string): void {
      if (!(element instanceof Element)) throw new TypeError("bind: the first argument is an element.");
      const wanted = split(names);
      if (!wanted.length) checkName(names);
      element.setAttribute(ATTRIBUTE, [...new Set([...split(element.getAttribute(ATTRIBUTE)), ...wanted])].join(" "));
      discover([element]);
    },
  };
}

function split(names: unknown): string[] {
  return typeof names === "string" ? names.split(/\s+/).filter(Boolean) : [];
}
