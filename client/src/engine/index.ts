/** The engine alone: remembers a tree, tells what changed since, and brings another copy to the same state. */

export type { Row } from "./base/rows";
export { readFacts } from "./capture/full";
export type { Engine, RememberOptions } from "./engine";
export type { Memory } from "./memory";
export * from "./patch";
export { engineOn, remember } from "./remember";
