import { type Memory, memorize, startOf } from "./memory";

/**
 * The memory of a document as of one that was empty at load, as a browser makes it for a frame. The nodes of that start are other ones
 * than those that the document has: all that is in it came since.
 */
export function emptyMemory(document: Document): Memory {
  const empty = document.implementation.createHTMLDocument();
  empty.doctype!.remove();
  empty.head.replaceChildren();
  const start = startOf(empty);
  const { nodes, numbers } = start.base;
  nodes[0] = document;
  numbers.set(document, 0);
  const memory = memorize(document, start);
  memory.tracker.touched.set(0, { children: true });
  return memory;
}
