import { emptySurvey } from "./base/survey";
import { type Memory, memorize } from "./memory";

/**
 * The memory of a document as of one that was empty at load, as a browser makes it for a frame. The nodes of that start are other ones
 * than those that the document has: all that is in it came since.
 */
export function emptyMemory(of: Document): Memory {
  // By the page's own: Firefox makes none for the document of a frame that was taken out.
  const empty = document.implementation.createHTMLDocument();
  empty.head.replaceChildren();
  return memorize(of, { found: emptySurvey(), child: empty.documentElement });
}
