/** Lets a running web page flow from one browser to another. */
export type { Remark } from "./engine/patch";
export { LiquidError, type LiquidErrorCode } from "./error";
export type { Disconnected, LiquidEvents, Received, Restored } from "./events";
export type { HandlerSpec, Listener } from "./handlers/spec";
export type { Instance } from "./instance/roster";
export { Liquid } from "./liquid";
export type { Outcome, Receipt } from "./migration/receipt";
export type { SentMigration } from "./migration/sender";
export type { StartOptions } from "./options";
export type { StateAccess } from "./state/states";
export type { Transport, TransportEvents } from "./transport/transport";
