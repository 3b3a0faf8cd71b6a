import { isObject } from "../apply/entries";
import { isClosed } from "../base/scope";
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
  const emptied = new WeakMap<Document, Memory>();

  function engine(memory: Memory): Engine {
    let on = engines.get(memory);
    if (!on) {
      on = engineOn(memory);
      engines.set(memory, on);
    }
    return on;
  }

  function emptyAtLoad(document: Document): Memory {
    let memory = emptied.get(document);
    if (!memory) {
      memory = remembered(emptyMemory(document));
      emptied.set(document, memory);
    }
    return memory;
  }

  /** The engine on a frame's document, against that at load if it still is that. */
  const engineOf = (frame: HTMLIFrameElement, isAtLoad: boolean): Engine =>
    engine(isAtLoad ? atLoad.get(frame)! : emptyAtLoad(frame.contentDocument!));

  const isAtLoad = (frame: HTMLIFrameElement) =>
    atLoad.has(frame) && documentAtLoad.get(frame) === frame.contentDocument;

  return {
    section: "frames",

    isSound: value => isNumbered(value, ([, patch, ...rest]) => isObject(patch) && !rest.length),

    capture(page) {
      const found: NonNullable<Patch["frames"]> = [];
      for (const [frame, number] of framesOf(page)) {
        if (!isOwnFrame(frame)) {
          page.leaveOut({
            reason: "frame",
            node: number,
            what: `content of <iframe src="${frame.getAttribute("src")}">`,
          });
          continue;
        }
        const leftOut: Remark[] = [];
        const patch = engineOf(frame, isAtLoad(frame)).capture({ leftOut });
        for (const remark of leftOut) page.leaveOut(within(remark, number));
        if (Object.keys(patch).length > 1 || isAtLoad(frame) !== atLoad.has(frame)) found.push([number, patch]);
      }
      return inOrder(found);
    },

    apply(page, given = []) {
      const wanted = new Map(given);
      for (const [frame, number] of framesOf(page)) {
        const patch = wanted.get(number);
        if (!isOwnFrame(frame) || (!patch && !atLoad.has(frame))) continue;
        wanted.delete(number);
        const first = isAtLoad(frame) ? engineOf(frame, true) : undefined;
        const on = first && (!patch || patch.base === first.fingerprint) ? first : engineOf(frame, false);
        try {
          const { applied, leftOut, settled } = on.apply(patch ?? { base: on.fingerprint });
          if (applied) page.changed();
          const leaveOut = () => {
            for (const remark of leftOut) page.leaveOut(within(remark, number));
          };
          leaveOut();
          page.later(settled.then(leaveOut));
        } catch (error) {
          if (!(error instanceof PatchError)) throw error;
          page.leaveOut({ reason: error.code, node: number, what: "content of <iframe>" });
        }
      }
      leaveOutRest(page, wanted, "frame", "content of <iframe>");
    },
  };
}

/** A remark of a frame's page as one of the page around it. */
const within = ({ reason, what }: Remark, node: number): Remark => ({ reason, node, what: `${what} in <iframe>` });

function* framesOf(page: Page): Iterable<[HTMLIFrameElement, number]> {
  for (const frame of page.stateful("iframe") as Iterable<HTMLIFrameElement>) {
    const number = page.numberOf(frame);
    if (number !== undefined && !isClosed(frame)) yield [frame, number];
  }
}
