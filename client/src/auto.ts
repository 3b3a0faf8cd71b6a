/**
 * One line for pages whose author writes no code: `<script type="module" src="/liquid/auto.js"></script>`. Starts with the
 * panel at the relay that served this file, sets `window.liquid`, and fires `liquid:ready` on the document. Options stand in data
 * attributes of that script.
 */
import { Liquid, type StartOptions } from "./index";

const script = [...document.querySelectorAll<HTMLScriptElement>("script[src]")].find(
  ({ src }) => src === import.meta.url,
);
const { name, owned, restore, panel, storage, session, address } = script?.dataset ?? {};

/** Words of an attribute; `undefined` without it. */
const words = (text: string | undefined) => text?.split(/\s+/).filter(Boolean);
const [local, ofSession] = [words(storage), words(session)];

const options = {
  url: script?.dataset.url ?? new URL(".", import.meta.url).href,
  panel: panel !== "false",
  ...(name && { name }),
  ...(owned && { owned }),
  ...(restore && { restore }),
  ...((local || ofSession) && { storage: { ...(local && { local }), ...(ofSession && { session: ofSession }) } }),
  ...(address && { address: words(address) }),
} as StartOptions;

const liquid = await Liquid.start(options);
Object.assign(globalThis, { liquid });
document.dispatchEvent(new CustomEvent("liquid:ready", { detail: liquid }));
