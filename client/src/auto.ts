/**
 * One line for pages whose author writes no code: `<script type="module" src="/liquid/auto.js"></script>`. Starts with the
 * panel at the relay that served this file, sets `window.liquid`, and fires `liquid:ready` on the document. Options stand in data
 * attributes of that script.
 */
import { readAttributes } from "./attributes";
import { Liquid } from "./index";

// A module has no `document.currentScript`.
const source = import.meta.url;
const script = [...document.querySelectorAll<HTMLScriptElement>("script[src]")].find(({ src }) => src === source);

const liquid = await Liquid.start(readAttributes(script, source));
Object.assign(globalThis, { liquid });
document.dispatchEvent(new CustomEvent("liquid:ready", { detail: liquid }));
