import { emptySurvey } from "./base/survey";
import { type Memory, memorize } from "./memory";

/**
 * The memory of a document as of one that was empty at load, as a browser makes it for a frame. The nodes of that start are other ones
 * than those that the document has: all that is in it came since.
 */
export function emptyMemory(document: Document): Memory {
  const empty = document.implementation.createHTMLDocument();
  empty.head.replaceChildren();
  return memorize(document, { found: emptySurvey(), child: empty.documentElement });
}
