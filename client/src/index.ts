/** Lets a running web page flow from one browser to another. */
export type { AutoAttributes } from "./attributes";
export type { Remark } from "./engine/patch";
export { LiquidError, type LiquidErrorCode } from "./error";
export type {
  Consent,
  Disconnected,
  Invited,
  LiquidEvents,
  Received,
  Receiving,
  Restored,
  Sender,
  Sending,
} from "./events";
export type { HandlerPlace, HandlerSpec, Listener } from "./handlers/spec";
export type { Instance } from "./instance/roster";
export { Liquid, type MigrateOptions } from "./liquid";
export type { KeptState } from "./migration/history";
export type { Progress } from "./migration/progress";
export type { Outcome, Receipt } from "./migration/receipt";
export type { SentMigration } from "./migration/sender";
export type { Waiting } from "./migration/waiting";
export type { PanelOptions, PlaceOptions, StartOptions } from "./options";
export type { Device, Invitation } from "./pairing/pairing";
export type { Texts } from "./panel/texts";
export type { AddressPart } from "./place/address";
export type { StorageKeys } from "./place/storage";
export type { StateAccess } from "./state/access";
export type { TimerFunction } from "./state/timers";
export type { Transport, TransportEvents } from "./transport/transport";
export type { Constructor, TypeCodec } from "./values/types";
