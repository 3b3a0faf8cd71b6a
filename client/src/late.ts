/** What can wait until the page is numbered: the engine, and what stands beside it in its file. */

export { type Arrivals, arrivals } from "./bases/arrivals";
export { handover } from "./bases/handover";
export * from "./engine/index";
export { receiver } from "./migration/receiver";
export { sender } from "./migration/sender";
