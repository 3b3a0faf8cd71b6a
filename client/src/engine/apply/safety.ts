import type { Base } from "../base/base";
import { isElement } from "../base/scope";
import { firstAttributes, type Tracker } from "../base/tracker";

/** Attributes that a browser follows or runs as a URL. */
const URLS =
  /^(href|src|action|formaction|data|poster|xlink[ :]href|background|cite|ping|longdesc|manifest|to|from|by|values|name|id|data-liquid-ignore)$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: browsers pass over control characters in a scheme
const NOISE = /[\u0000-\u0020]/g;

/** Members of elements and documents that no script can do without. */
const MEMBERS =
  /^(get|set|has|remove[A-Z]|query|create|adopt|attach|import|local|shadow|namespace|active|default|document|body$|implem)/;

/** Whether an element of that name or id hides a member of its form or document (HTML, "named access") that is needed here. */
const isHiding = (name: string): boolean =>
  Object.hasOwn(Node.prototype, name) || (MEMBERS.test(name) && (name in document || name in document.body));

/** Says what of a patch may not enter a page: code never travels. */
export interface Guard {
  /** A reason to leave the element out, or out what would change one of the page's own. */
  element(qualifiedName: string, attributes: object): string | undefined;
  /** A reason to leave the attribute out. */
  attribute(key: string, value: string | null): string | undefined;
}

/** For what the page itself had a moment ago. */
export const TRUSTING: Guard = { element: () => undefined, attribute: () => undefined };

/** Guards a page: what it brought along at load is its own and may come back. */
export function guard(base: Base, tracker: Pick<Tracker, "touched">): Guard {
  let own: Set<string> | undefined;

  return {
    element(qualifiedName, attributes) {
      // Before the colon may stand whatever a browser takes for a prefix, line ends included.
      const name = qualifiedName.slice(qualifiedName.lastIndexOf(":") + 1).toLowerCase();
      if (name === "script" || name === "base") return name;
      const isRefresh = name === "meta" && Object.keys(attributes).some(key => /^http-equiv$/i.test(key));
      return isRefresh ? "meta_http_equiv" : undefined;
    },

    attribute(key, value) {
      if (value === null || !isActive(key)) return undefined;
      if (/^on/i.test(key)) {
        own ??= ownHandlers(base, tracker);
        return own.has(`${key}=${value}`) ? undefined : "handler_attribute";
      }
      if (/^srcdoc$/i.test(key)) return "srcdoc";
      // It would stay for good: what is ignored is not taken back either.
      if (/^data-liquid/i.test(key)) return "closed";
      if (/^(name|id)$/i.test(key)) return isHiding(value) ? "hiding_name" : undefined;
      return /^javascript:|;javascript:/i.test(value.replace(NOISE, "")) ? "script_url" : undefined;
    },
  };
}

/** Attribute names that were looked at; pages use few. */
const known = new Map<string, boolean>();

/** Whether a browser may run what an attribute of that name says. */
function isActive(key: string): boolean {
  let active = known.get(key);
  if (active === undefined) {
    active = /^on|^srcdoc$/i.test(key) || URLS.test(key);
    if (known.size < 1000) known.set(key, active);
  }
  return active;
}

/** Event-handler attributes that the page was loaded with. */
function ownHandlers(base: Base, tracker: Pick<Tracker, "touched">): Set<string> {
  const handlers = new Set<string>();
  for (const [number, node] of base.nodes.entries()) {
    if (!isElement(node)) continue;
    for (const [key, value] of firstAttributes(base, tracker, number))
      if (/^on/i.test(key)) handlers.add(`${key}=${value}`);
  }
  return handlers;
}
