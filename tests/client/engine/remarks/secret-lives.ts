/** What pages do that nobody can read back from them: who did it knows. */

const closedRoots = new WeakMap<Element, ShadowRoot>();
const drawings = new WeakMap<Element, string>();

export function closeRoot(host: Element, html: string): void {
  const root = host.attachShadow({ mode: "closed" });
  root.innerHTML = html;
  closedRoots.set(host, root);
}

export const closedRootOf = (host: Element): ShadowRoot | undefined => closedRoots.get(host);

/** Notes what was drawn on a canvas that does not let anybody read it. */
export function noteDrawing(canvas: HTMLCanvasElement, drawing: string): void {
  drawings.set(canvas, drawing);
}

export function drawnOn(canvas: HTMLCanvasElement): string {
  const noted = drawings.get(canvas);
  if (noted || !canvas.width || !canvas.height) return noted ?? "";
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext("2d")!.drawImage(canvas, 0, 0);
  return copy.toDataURL();
}
