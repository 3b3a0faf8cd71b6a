/** What is called: a function, or an object with `handleEvent`. */
// biome-ignore lint/suspicious/noExplicitAny: a listener may name the event type that it expects
export type Listener = ((this: any, event: any) => unknown) | { handleEvent(event: any): unknown };

/** Listeners by event name, each alone or with the options of `addEventListener`. */
export type HandlerSpec = Record<string, Listener | [Listener, AddEventListenerOptions | boolean]>;

/** One listener of a handler, as `addEventListener` takes it. */
export type Binding = [
  event: string,
  listener: EventListener | EventListenerObject,
  options?: AddEventListenerOptions | boolean,
];

/** Reads a specification; throws a `TypeError` that names what is wrong with it. */
export function readSpec(name: string, spec: HandlerSpec): Binding[] {
  checkName(name);
  const bindings = Object.entries(spec ?? {}).map(([event, listener]) => [event, listener].flat() as Binding);
  for (const [event, listener] of bindings) {
    if (typeof listener !== "function" && !listener?.handleEvent) {
      throw new TypeError(`registerHandler: "${name}" has no function for "${event}".`);
    }
  }
  if (!bindings.length) throw new TypeError(`registerHandler: "${name}" needs events, such as { click: onClick }.`);
  return bindings;
}

/** A name as it stands in `data-handler`, where spaces part the names. */
export function checkName(name: string): void {
  if (typeof name !== "string" || !/^\S+$/.test(name)) {
    throw new TypeError(`A handler's name is a string without spaces; ${JSON.stringify(name)} is none.`);
  }
}
