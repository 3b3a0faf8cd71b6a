import type { LiveStates } from "../base/live";
import type { Patch } from "../patch";
import { type Aspect, inOrder, isNumbered, leaveOutRest, type Page } from "./aspect";
import { copyOf, pixelsOf, pngPixels } from "./pixels";

const PNG = "data:image/png;base64,";

/** What is drawn on canvases, as PNG. Their size is an attribute, and to change it clears them. */
export function canvas(atLoad: LiveStates["canvases"]): Aspect<"canvas"> {
  /** The last picture that each was to get: decoding takes time, in which another may arrive. */
  const latest = new WeakMap<Element, string | undefined>();
  /** What each reads as with its picture: browsers round translucent colours, and write a PNG each in its own way. */
  const drawn = new WeakMap<Element, ImageData | null>();
  /** What a canvas shows without anyone's doing since load; `null` if that may not be read. */
  function ownPixels(element: HTMLCanvasElement): ImageData | null {
    const { width, height } = element;
    const first = atLoad.get(element);
    return first?.width === width && first.height === height ? pixelsOf(first) : new ImageData(width, height);
  }

  return {
    section: "canvas",

    isSound: value =>
      isNumbered(value, ([, url, ...rest]) => typeof url === "string" && url.startsWith(PNG) && !rest.length),

    capture(page) {
      const found: NonNullable<Patch["canvas"]> = [];
      for (const [element, number] of canvases(page)) {
        const what = `<canvas${element.id && ` id="${element.id}"`}>`;
        const copy = copyOf(element)!;
        const pixels = pixelsOf(copy);
        const own = ownPixels(element);
        if (!pixels || !own) page.leaveOut("tainted_canvas", number, what);
        else if (!isEqual(pixels, own)) found.push([number, copy.toDataURL()]);
        // WebGL shows its picture and hands out an empty one, unless it was told to keep it.
        else if (isBlank(pixels) && element.offsetWidth) page.leaveOut("blank_canvas", number, what);
      }
      return inOrder(found);
    },

    apply(page, given = []) {
      const wanted = new Map(given);
      for (const [element, number] of canvases(page)) {
        const url = wanted.get(number);
        wanted.delete(number);
        const isLatest = latest.get(element) === url;
        latest.set(element, url);
        const copy = copyOf(element)!;
        const pixels = pixelsOf(copy);
        const own = ownPixels(element);
        const wantedPixels = url === undefined ? own : isLatest && drawn.get(element);
        if (pixels && ((wantedPixels && isEqual(pixels, wantedPixels)) || copy.toDataURL() === url)) continue;
        const draw = (picture: ImageData | null) => {
          if (!picture || !put(element, picture)) page.leaveOut("not_drawn", number, "the picture of a <canvas>");
          else drawn.set(element, pixelsOf(copyOf(element)!));
        };
        if (url === undefined) {
          // A tainted picture is neither read nor brought back.
          if (!pixels || !own) continue;
          draw(own);
        } else {
          const { width, height } = element;
          const decoded = pngPixels(url.slice(PNG.length), width, height).catch(() => null);
          page.later(decoded.then(picture => latest.get(element) === url && draw(picture)));
        }
        page.changed();
      }
      leaveOutRest(page, wanted, "not_drawn", "the picture of a <canvas>");
    },
  };
}

/** Puts a picture on a canvas; false where something else draws on it, or a worker does. */
function put(canvas: HTMLCanvasElement, picture: ImageData): boolean {
  try {
    const context = canvas.getContext("2d");
    if (context) context.putImageData(picture, 0, 0);
    else {
      const { width, height } = picture;
      const copy = new OffscreenCanvas(width, height);
      copy.getContext("2d")!.putImageData(picture, 0, 0);
      canvas.getContext("bitmaprenderer")!.transferFromImageBitmap(copy.transferToImageBitmap());
    }
    return true;
  } catch {
    return false;
  }
}

/** Canvases that show anything. */
function* canvases(page: Page): Iterable<[HTMLCanvasElement, number]> {
  for (const one of page.numbered<HTMLCanvasElement>("canvas")) if (one[0].width && one[0].height) yield one;
}

/** Compared by 32 bits at a time. */
const wordsOf = ({ data }: ImageData) => new Uint32Array(data.buffer);
const isBlank = (pixels: ImageData): boolean => wordsOf(pixels).every(word => word === 0);

function isEqual(one: ImageData, other: ImageData): boolean {
  const words = wordsOf(other);
  return one.width === other.width && wordsOf(one).every((word, index) => word === words[index]);
}
