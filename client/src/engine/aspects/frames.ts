import { isObject } from "../apply/entries";
import { emptyMemory } from "../empty";
import type { Engine } from "../engine";
import type { Frames, Memory } from "../memory";
import { isOwnFrame } from "../memory";
import { type Patch, PatchError, type Remark } from "../patch";
import { type Aspect, inOrder, isNumbered, leaveOutRest, type Page } from "./aspect";

/**
 * The documents in frames that the page filled itself, each with a patch of its own: against the document at load or, if there was
 * none or another one, against an empty one. What a frame loads from elsewhere is loaded by the other page too, and stays a remark.
 */
export function frames(
  { atLoad, documentAtLoad, remembered }: Frames,
  engineOn: (memory: Memory) => Engine,
): Aspect<"frames"> {
  const engines = new WeakMap<Memory, Engine>();
  const emptied = new WeakMap<Document, Engine>();

  /** The engine on a frame's document at load. */
  function first(frame: Element): Engine | undefined {
    const memory = atLoad.get(frame);
    if (memory && !engines.has(memory)) engines.set(memory, engineOn(memory));
    return memory && engines.get(memory);
  }

  /** The same if the frame still has that document. */
  const still = (frame: HTMLIFrameElement) =>
    documentAtLoad.get(frame) === frame.contentDocument ? first(frame) : undefined;

  /** The engine on a document as on one that was empty at load. */
  function emptyAtLoad(document: Document): Engine {
    if (!emptied.has(document)) emptied.set(document, engineOn(remembered(emptyMemory(document))));
    return emptied.get(document)!;
  }

  /**
   * What was in a frame at load, with a patch: as one of an empty document. A browser gives a frame that was taken out another one, and the
   * first is still there to read.
   */
  function written(frame: HTMLIFrameElement, patch: Patch | undefined, page: Page): Patch | undefined {
    const before = first(frame);
    if (!before || (patch && patch.base !== before.fingerprint)) return patch;
    leaveOutWithin(page, before.apply(patch ?? { base: before.fingerprint }).leftOut, page.numberOf(frame)!);
    return emptyAtLoad(documentAtLoad.get(frame)!).capture();
  }

  return {
    section: "frames",

    isSound: value => isNumbered(value, ([, patch, ...rest]) => isObject(patch) && !rest.length),

    capture(page) {
      const found: NonNullable<Patch["frames"]> = [];
      for (const [frame, number] of framesOf(page)) {
        if (!isOwnFrame(frame)) {
          page.leaveOut("frame", number, `content of <iframe src="${frame.getAttribute("src")}">`);
          continue;
        }
        const leftOut: Remark[] = [];
        const own = still(frame);
        const patch = (own ?? emptyAtLoad(frame.contentDocument!)).capture({ leftOut });
        leaveOutWithin(page, leftOut, number);
        if (Object.keys(patch).length > 1 || (!own && atLoad.has(frame))) found.push([number, patch]);
      }
      return inOrder(found);
    },

    apply(page, given = []) {
      const wanted = new Map(given);
      for (const [frame, number] of framesOf(page)) {
        const patch = wanted.get(number);
        // Without its `src` a frame keeps its page, and nothing brings the empty one back.
        if (isForeign(frame) && !patch) page.leaveOut("frame", number, "content of <iframe>");
        if (!isOwnFrame(frame) || (!patch && !atLoad.has(frame))) continue;
        wanted.delete(number);
        const own = still(frame);
        const on = own && (!patch || patch.base === own.fingerprint) ? own : emptyAtLoad(frame.contentDocument!);
        try {
          const given = own ? patch : written(frame, patch, page);
          const { applied, leftOut, settled } = on.apply(given ?? { base: on.fingerprint });
          if (applied) page.changed();
          const leaveOut = () => leaveOutWithin(page, leftOut, number);
          leaveOut();
          page.later(settled.then(leaveOut));
        } catch (error) {
          if (!(error instanceof PatchError)) throw error;
          page.leaveOut(error.code, number, "content of <iframe>");
        }
      }
      leaveOutRest(page, wanted, "frame", "content of <iframe>");
    },
  };
}

/** Remarks of a frame's page as those of the page around it. */
function leaveOutWithin(page: Page, leftOut: Remark[], node: number): void {
  for (const { reason, what } of leftOut) page.leaveOut(reason, node, `${what} in <iframe>`);
}

/** Whether a frame holds another site's page though it names none. */
const isForeign = (frame: HTMLIFrameElement): boolean =>
  frame.contentWindow !== null && frame.contentDocument === null && !frame.getAttribute("src");

const framesOf = (page: Page) => page.numbered<HTMLIFrameElement>("iframe");
