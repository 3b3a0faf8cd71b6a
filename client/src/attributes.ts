import type { StartOptions } from "./options";
import type { AddressPart } from "./place/address";

/**
 * What the script of `auto.js` may say: `<script type="module" src="/liquid/auto.js" data-restore="reboot" data-storage="todos app-*">`.
 * Lists are parted by spaces.
 */
export interface AutoAttributes {
  /** The relay's prefix; the one that served the script unless told. */
  "data-url"?: string;
  /** How this instance is called. */
  "data-name"?: string;
  /** `false` shows no panel. */
  "data-panel"?: string;
  /** Selector of the elements whose content a framework renders. */
  "data-owned"?: string;
  /** `reboot` or `patch`, as in `StartOptions`. */
  "data-restore"?: string;
  /** Keys of `localStorage` that travel; `*` in one stands for any text. */
  "data-storage"?: string;
  /** Keys of `sessionStorage` that travel. */
  "data-session"?: string;
  /** Parts of the address that travel: `query`, `hash`, `state`. */
  "data-address"?: string;
}

/**
 * The options in a script's attributes. What is wrong with them `Liquid.start` says.
 *
 * @param source the address of the script
 */
export function readAttributes(script: Element | undefined, source: string): StartOptions {
  const read = (name: keyof AutoAttributes) => script?.getAttribute(name) || undefined;
  const words = (name: keyof AutoAttributes) => read(name)?.split(/\s+/).filter(Boolean);
  const [name, owned, restore] = [read("data-name"), read("data-owned"), read("data-restore")];
  const [local, session, address] = [words("data-storage"), words("data-session"), words("data-address")];
  return {
    url: read("data-url") ?? new URL(".", source).href,
    panel: read("data-panel") !== "false",
    ...(name && { name }),
    ...(owned && { owned }),
    ...(restore && { restore: restore as "reboot" }),
    ...((local || session) && { storage: { ...(local && { local }), ...(session && { session }) } }),
    ...(address && { address: address as AddressPart[] }),
  };
}
