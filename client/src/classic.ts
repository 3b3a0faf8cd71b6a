/** The classic script: `<script src="/liquid/liquid.js">` gives the page the globals `Liquid` and `LiquidError`. */
import { Liquid, LiquidError } from "./index";

Object.assign(globalThis, { Liquid, LiquidError });
