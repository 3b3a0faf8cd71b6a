/** What can wait while the page is followed: the engine, and what stands beside it in its file. */

export { type Arrivals, arrivals } from "./bases/arrivals";
export { handover } from "./bases/handover";
export { consent } from "./consent";
export * from "./engine/index";
export { ATTRIBUTE, handlers } from "./handlers/handlers";
export { capture } from "./migration/capture";
export { history } from "./migration/history";
export { inbox } from "./migration/inbox";
export { receiver } from "./migration/receiver";
export { reception } from "./migration/reception";
export { sender } from "./migration/sender";
export { trust } from "./migration/trust";
export { waiting } from "./migration/waiting";
export { miniatures } from "./miniature/miniatures";
export { mirror } from "./mirror/mirror";
export { place } from "./place/place";
export { reboot } from "./reboot/reboot";
export { application } from "./state/application";
