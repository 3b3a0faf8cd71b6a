import type { Remark } from "../engine/patch";
import { type Binding, checkName, type HandlerSpec, readSpec } from "./spec";

/** Attribute that names an element's handlers, parted by spaces. */
export const ATTRIBUTE = "data-handler";

/**
 * Binds registered functions to the elements that name them. The function itself is given to `addEventListener`, which
 * takes the same function once only: what the application bound itself is not bound twice, and `this`, order and
 * `removeEventListener` are the browser's own.
 */
export class Handlers {
  readonly #bindings = new Map<string, Binding[]>();
  /** The names under which an element is bound, or will be once they are registered. */
  readonly #names = new WeakMap<Element, Set<string>>();
  /** The elements of a name, held weakly: those that the application drops must be free to go. */
  readonly #elements = new Map<string, Set<WeakRef<Element>>>();
  readonly #gone = new FinalizationRegistry<() => void>(forget => forget());

  /** Returns how to unregister. */
  register(name: string, spec: HandlerSpec): () => void {
    const bindings = readSpec(name, spec);
    this.#replace(name, bindings);
    return () => {
      if (this.#bindings.get(name) === bindings) this.#replace(name, undefined);
    };
  }

  /** Gives an element of the application the handlers `names`, and writes them into its `data-handler`. */
  bind(element: Element, names: string): void {
    if (!(element instanceof Element)) throw new TypeError("bind: the first argument is an element.");
    const wanted = split(names);
    if (!wanted.length) checkName(names);
    element.setAttribute(ATTRIBUTE, [...new Set([...namesOf(element), ...wanted])].join(" "));
    this.discover([element]);
  }

  /** Binds elements by what their `data-handler` says now; remarks tell of names that nobody registered yet. */
  discover(elements: Iterable<Element>): Remark[] {
    const unknown = new Map<string, Remark>();
    for (const element of elements) {
      const names = namesOf(element);
      for (const name of this.#names.get(element) ?? []) if (!names.has(name)) this.#part(element, name);
      for (const name of names) {
        if (!this.#names.get(element)?.has(name)) this.#join(element, name);
        if (!this.#bindings.has(name)) {
          unknown.set(name, { reason: "unknown_handler", what: `${name} on <${element.localName}>` });
        }
      }
    }
    return [...unknown.values()];
  }

  #join(element: Element, name: string): void {
    const names = this.#names.get(element) ?? new Set();
    this.#names.set(element, names.add(name));
    const elements = this.#elements.get(name) ?? new Set();
    const reference = new WeakRef(element);
    this.#elements.set(name, elements.add(reference));
    this.#gone.register(element, () => elements.delete(reference));
    this.#add(element, name);
  }

  /** The element stays in the name's list; its own names tell that it no longer belongs there. */
  #part(element: Element, name: string): void {
    this.#remove(element, this.#bindings.get(name));
    const names = this.#names.get(element)!;
    names.delete(name);
    // Another of its names may have the same function.
    for (const other of names) this.#add(element, other);
  }

  #replace(name: string, bindings: Binding[] | undefined): void {
    const former = this.#bindings.get(name);
    if (bindings) this.#bindings.set(name, bindings);
    else this.#bindings.delete(name);
    const elements = this.#elements.get(name) ?? [];
    for (const reference of elements) {
      const element = reference.deref();
      const names = element && this.#names.get(element);
      if (!names?.has(name)) {
        (elements as Set<WeakRef<Element>>).delete(reference);
        continue;
      }
      this.#remove(element!, former);
      for (const each of names) this.#add(element!, each);
    }
  }

  #add(element: Element, name: string): void {
    for (const binding of this.#bindings.get(name) ?? []) element.addEventListener(...binding);
  }

  #remove(element: Element, bindings: Binding[] = []): void {
    for (const binding of bindings) element.removeEventListener(...binding);
  }
}

function split(names: unknown): string[] {
  return typeof names === "string" ? names.split(/\s+/).filter(Boolean) : [];
}

function namesOf(element: Element): Set<string> {
  return new Set(split(element.getAttribute(ATTRIBUTE)));
}
