/** The engine alone: remembers a tree, tells what changed since, and brings another copy to the same state. */
export { type Engine, engineOn, type RememberOptions, remember } from "./engine";
export { readFacts } from "./full";
export type { Memory } from "./memory";
export * from "./patch";
export type { Row } from "./rows";
