/** The engine alone: remembers a tree, tells what changed since, and brings another copy to the same state. */
export { type Engine, type RememberOptions, remember } from "./engine";
export * from "./patch";
