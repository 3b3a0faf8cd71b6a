/** A picture without a place in a document. */
function blank(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

const contextOf = (canvas: HTMLCanvasElement) => canvas.getContext("2d", { willReadFrequently: true });

/** What a canvas shows, whatever draws on it: to ask it for its context could give it one. */
export function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement | undefined {
  const { width, height } = canvas;
  if (!width || !height) return undefined;
  const copy = blank(width, height);
  contextOf(copy)?.drawImage(canvas, 0, 0);
  return copy;
}

/** A copy's pixels; `null` if a picture of another origin is on it. */
export function pixelsOf(copy: HTMLCanvasElement): ImageData | null {
  try {
    return contextOf(copy)?.getImageData(0, 0, copy.width, copy.height) ?? null;
  } catch {
    return null;
  }
}

/** The pixels of a PNG in base64, cut to a size. Rejects for what is none. No policy of the page for images or requests is met. */
export async function pngPixels(base64: string, width: number, height: number): Promise<ImageData | null> {
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  const options: ImageBitmapOptions = { premultiplyAlpha: "none", colorSpaceConversion: "none" };
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }), options);
  const canvas = blank(width, height);
  contextOf(canvas)?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return pixelsOf(canvas);
}
