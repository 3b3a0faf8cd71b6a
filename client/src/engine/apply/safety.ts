import type { Base } from "../base/base";
import { isElement } from "../base/scope";
import { firstAttributes, type Tracker } from "../base/tracker";

/** Attributes that a browser follows or runs as a URL. */
const URLS =
  /^(href|src|action|formaction|data|poster|xlink href|background|cite|ping|longdesc|manifest|to|from|by|values|name|id)$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: browsers pass over control characters in a scheme
const NOISE = /[\u0000-\u0020]/g;

/**
 * Names by which a form's fields, and some elements of a document, hide its own members (HTML, "named access"): those that this engine, and
 * most scripts, can't do without.
 */
const HIDING =
  /^((parent|owner|default|child|node|last|first|next|previous|local|namespace|shadow|active|document|adopted|full)[A-Z]|(get|set|has|insert|append|remove|replace|query|create|adopt|attach|import)(.*[A-Z]|$)|(constructor|contains|implementation|body)$)/;

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
      if (/^(name|id)$/i.test(key))
        return HIDING.test(value) && (value in document || value in document.body) ? "hiding_name" : undefined;
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
