import { isElement } from "../engine/base/scope";
/** What is called: a function, or an object with `handleEvent`. */
// biome-ignore lint/suspicious/noExplicitAny: a listener may name the event type that it expects
export type Listener = ((this: any, event: any) => unknown) | { handleEvent(event: any): unknown };

/** Listeners by event name, each alone or with the options of `addEventListener`. */
export type HandlerSpec = Record<string, Listener | [Listener, AddEventListenerOptions | boolean]>;

/** Where a handler listens, apart from the elements that name it. */
export interface HandlerPlace {
  /** Selector of elements that are bound without naming the handler. */
  on?: string;
  /**
   * Selector of what is listened for within the bound elements ("delegated" listeners): `this` and `currentTarget` are then the
   * matching element in which the event happened, so that one function serves both ways.
   */
  match?: string;
}

/** One listener of a handler, as `addEventListener` takes it. */
export interface Binding {
  event: string;
  listener: EventListener | EventListenerObject;
  options?: AddEventListenerOptions | boolean | undefined;
  /** Whether it fires once only. The browser sees to that unless the listener says itself that it has fired. */
  once: boolean | "tells";
}

/**
 * Reads a specification; throws a `TypeError` that names what is wrong with it.
 *
 * @param fired is told when a delegated `once` listener of an element has fired
 */
export function readSpec(
  name: string,
  spec: HandlerSpec,
  { on, match }: HandlerPlace,
  fired: (element: Element, event: string) => void,
): Binding[] {
  checkName(name);
  for (const selector of [on, match]) if (selector !== undefined) checkSelector(name, selector);
  const bindings = Object.entries(spec ?? {}).map(([event, given]): Binding => {
    const [listener, options] = [given].flat() as [Binding["listener"], Binding["options"]];
    if (typeof listener !== "function" && !listener?.handleEvent) {
      throw new TypeError(`registerHandler: "${name}" has no function for "${event}".`);
    }
    const once = typeof options === "object" && options.once === true;
    return { event, listener, options, once };
  });
  if (!bindings.length) throw new TypeError(`registerHandler: "${name}" needs events, such as { click: onClick }.`);
  return match === undefined ? bindings : bindings.map(binding => delegated(match, binding, fired));
}

/** A name as it stands in `data-handler`, where spaces part the names. */
export function checkName(name: string): void {
  if (typeof name !== "string" || !/^\S+$/.test(name)) {
    throw new TypeError(`A handler's name is a string without spaces; ${JSON.stringify(name)} is none.`);
  }
}

function checkSelector(name: string, selector: string): void {
  try {
    document.createDocumentFragment().querySelector(selector);
  } catch {
    throw new TypeError(`registerHandler: "${name}" has ${JSON.stringify(selector)} where a selector stands.`);
  }
}

/** A listener that calls another one for what happens in an element that matches; `once` counts on the bound element. */
function delegated(
  match: string,
  { event: type, listener, options, once }: Binding,
  fired: (element: Element, event: string) => void,
): Binding {
  const listen = function (this: Element, event: Event) {
    const path = event.composedPath();
    const within = path.slice(0, path.indexOf(this));
    const found = within.find((node): node is Element => isElement(node as Node) && (node as Element).matches(match));
    if (!found) return;
    if (once) fired(this, type);
    Object.defineProperty(event, "currentTarget", { value: found, configurable: true });
    try {
      if (typeof listener === "function") listener.call(found, event);
      else listener.handleEvent(event);
    } finally {
      // Listeners further up see the browser's own again.
      delete (event as { currentTarget?: unknown }).currentTarget;
    }
  };
  const lasting = once ? { ...(options as AddEventListenerOptions), once: false } : options;
  return { event: type, listener: listen, options: lasting, once: once && "tells" };
}
