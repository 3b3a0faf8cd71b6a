/** What pages do that nobody can read back from them: who did it knows. */

const closedRoots = new WeakMap<Element, ShadowRoot>();
const drawings = new WeakMap<Element, string>();

export function closeRoot(host: Element, html: string): void {
  if (host.shadowRoot || closedRoots.has(host)) return;
  const root = host.attachShadow({ mode: "closed" });
  root.innerHTML = html;
  closedRoots.set(host, root);
}

export const closedRootOf = (host: Element): ShadowRoot | undefined => closedRoots.get(host);

/** Notes what was drawn on a canvas that may not let anybody read it. */
export function noteDrawing(canvas: HTMLCanvasElement, drawing: string): void {
  drawings.set(canvas, drawing);
}

export function drawnOn(canvas: HTMLCanvasElement): string {
  const { width, height } = canvas;
  if (!width || !height) return "";
  const copy = new OffscreenCanvas(width, height).getContext("2d")!;
  copy.drawImage(canvas, 0, 0);
  try {
    const { data } = copy.getImageData(0, 0, width, height);
    return data.some(byte => byte > 0) ? String(data) : (drawings.get(canvas) ?? "");
  } catch {
    return "unreadable";
  }
}
