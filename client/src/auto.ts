/**
 * One line for pages whose author writes no code: `<script type="module" src="/liquid/auto.js"></script>`. Starts with the
 * panel at the relay that served this file, sets `window.liquid`, and fires `liquid:ready` on the document.
 */
import { Liquid } from "./index";

const liquid = await Liquid.start({ url: new URL(".", import.meta.url).href, panel: true });
Object.assign(globalThis, { liquid });
document.dispatchEvent(new CustomEvent("liquid:ready", { detail: liquid }));
