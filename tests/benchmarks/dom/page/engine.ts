/** A way to bring one page's state to another copy of the page. */
export interface Engine {
  /** Looks at a tree at load; what it keeps is there for both directions. */
  open(root: Element): Session;
}

/** An engine on one tree. */
export interface Session {
  /** The tree; another element where the engine replaced it. */
  root: Element;
  /** Work that the engine does in the page's idle time before anything is sent; not timed. */
  ready?(): void;
  /** What the other side needs, as a string that can be sent. */
  capture(): string;
  /** Brings this tree to the state that a message tells of. */
  apply(message: string): void;
  close?(): void;
}
