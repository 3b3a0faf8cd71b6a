import { isElement } from "../engine/base/scope";
import type { Remark } from "../engine/patch";
import { type Fired, onceOnly } from "./once";
import { type Binding, checkName, type HandlerPlace, type HandlerSpec, readSpec } from "./spec";

/** Attribute that names an element's handlers, parted by spaces. */
export const ATTRIBUTE = "data-handler";

export type Handlers = ReturnType<typeof handlers>;

/** What is registered under a name. */
interface Registration {
  bindings: Binding[];
  /** Selector of elements that are bound without naming it. */
  on?: string | undefined;
}

/**
 * Binds registered functions to the elements that name them, or that a selector names. The function itself is given to
 * `addEventListener`, which takes the same function once only: what the application bound itself is not bound twice, and
 * `this`, order and `removeEventListener` are the browser's own.
 */
export function handlers(root: Document | Element) {
  const registered = new Map<string, Registration>();
  /** The names under which an element is bound, or will be once they are registered. */
  const namesOf = new WeakMap<Element, Set<string>>();
  /** All elements with names, held weakly: those that the application drops must be free to go. */
  const elements = new Set<WeakRef<Element>>();
  const gone = new FinalizationRegistry<WeakRef<Element>>(reference => elements.delete(reference));
  const once = onceOnly();

  function bind(element: Element, name: string): void {
    for (const binding of registered.get(name)?.bindings ?? []) once.bind(element, name, binding);
  }

  function unbind(element: Element, name: string, bindings: Binding[] = []): void {
    for (const binding of bindings) once.unbind(element, name, binding);
    // Another of its names may have the same function.
    for (const other of namesOf.get(element)!) bind(element, other);
  }

  function join(element: Element): Set<string> {
    const names = new Set<string>();
    const reference = new WeakRef(element);
    namesOf.set(element, names);
    elements.add(reference);
    gone.register(element, reference);
    return names;
  }

  function* known(): Iterable<Element> {
    for (const reference of elements) {
      const element = reference.deref();
      if (element) yield element;
    }
  }

  const matching = (on: string): Element[] => {
    const found = [...root.querySelectorAll(on)];
    return isElement(root) && root.matches(on) ? [root, ...found] : found;
  };

  function replace(name: string, registration: Registration): void {
    const former = registered.get(name);
    registered.set(name, registration);
    for (const element of known()) {
      if (!namesOf.get(element)!.has(name)) continue;
      if (former?.on !== registration.on && !named(element).includes(name)) namesOf.get(element)!.delete(name);
      unbind(element, name, former?.bindings);
    }
    if (registration.on) discover(matching(registration.on));
  }

  /** Binds elements by what names them now; remarks tell of names that nobody registered yet. */
  function discover(found: Iterable<Element>): Remark[] {
    const unknown = new Map<string, Remark>();
    for (const element of found) {
      const wanted = new Set(named(element));
      for (const name of wanted) {
        if (!registered.get(name)?.bindings.length) {
          unknown.set(name, { reason: "unknown_handler", what: `${name} on <${element.localName}>` });
        }
      }
      for (const [name, { on }] of registered) if (on && element.matches(on)) wanted.add(name);
      const names = namesOf.get(element) ?? (wanted.size ? join(element) : wanted);
      for (const name of names) {
        if (!wanted.has(name) && names.delete(name)) unbind(element, name, registered.get(name)?.bindings);
      }
      for (const name of wanted) if (!names.has(name) && names.add(name)) bind(element, name);
    }
    return [...unknown.values()];
  }

  return {
    discover,

    /** Selects the elements that name handlers, and those that a selector names. */
    selector: (): string => [`[${ATTRIBUTE}]`, ...[...registered.values()].flatMap(({ on }) => on || [])].join(),

    /** Binds what is in the tree after something arrived: `touched` are the elements that are new or were renamed. */
    arrived(touched: Iterable<Element>, fired: Fired[]): Remark[] {
      const placed = [...registered.values()].flatMap(({ on }) => (on ? matching(on) : []));
      const unknown = discover(new Set([...touched, ...placed]));
      const renewed = [...known()].filter(element => once.renew(element));
      for (const [element, name, event] of fired) {
        once.fired(element, name, event);
        for (const binding of registered.get(name)?.bindings ?? []) {
          if (binding.once && binding.event === event) once.unbind(element, name, binding);
        }
      }
      for (const element of renewed) for (const name of namesOf.get(element)!) bind(element, name);
      return unknown;
    },

    /** The `once` listeners that have fired. */
    fired: (): Fired[] => [...known()].flatMap(once.firedOn),

    /** Returns how to unregister. */
    register(name: string, spec: HandlerSpec, place: HandlerPlace = {}): () => void {
      const registration: Registration = {
        bindings: readSpec(name, spec, place, (element, event) => {
          once.fired(element, name, event);
          for (const binding of registration.bindings) {
            if (binding.event === event) once.unbind(element, name, binding);
          }
        }),
        on: place.on,
      };
      replace(name, registration);
      return () => {
        if (registered.get(name) === registration) replace(name, { bindings: [] });
      };
    },

    /** Gives an element of the application the handlers `names`, and writes them into its `data-handler`. */
    bind(element: Element, names: string): void {
      if (!(element instanceof Element)) throw new TypeError("bind: the first argument is an element.");
      const wanted = split(names);
      if (!wanted.length) checkName(names);
      element.setAttribute(ATTRIBUTE, [...new Set([...named(element), ...wanted])].join(" "));
      discover([element]);
    },
  };
}

/** The names in an element's attribute. */
const named = (element: Element): string[] => split(element.getAttribute(ATTRIBUTE));

function split(names: unknown): string[] {
  return typeof names === "string" ? names.split(/\s+/).filter(Boolean) : [];
}
