import { isElement, isSecret } from "../engine/base/scope";

/** Width of a miniature, and its height at most, in pixels. */
const WIDTH = 144;
const HEIGHT = 96;

/** So many elements are looked at: a miniature is no reason to hold a page up. */
const MOST = 2000;

/**
 * Draws what of a page is in view: its surfaces and pictures, and each line of text as a bar. Nothing in it can be read, which is
 * why it may be shown around; of what is private or secret not even how long it is.
 *
 * @returns a `data:` URL
 */
export function draw(root: Document | Element): string | undefined {
  const top = isElement(root) ? root : root.documentElement;
  const canvas = document.createElement("canvas");
  const scale = WIDTH / innerWidth;
  canvas.width = WIDTH;
  canvas.height = Math.min(HEIGHT, Math.round(innerHeight * scale));
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  context.fillStyle = ground(top);
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.scale(scale, scale);
  const inView = ({ top, bottom, left, right }: DOMRect) =>
    bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;

  const bar = ({ left, top, width, height }: DOMRect, color: string) => {
    context.globalAlpha = 0.6;
    context.fillStyle = color;
    // A line is higher than the letters in it.
    context.fillRect(left, top + height * 0.3, width, height * 0.45);
    context.globalAlpha = 1;
  };

  const surface = (element: Element, box: DOMRect, style: CSSStyleDeclaration) => {
    context.beginPath();
    context.roundRect(box.left, box.top, box.width, box.height, Number.parseFloat(style.borderTopLeftRadius) || 0);
    context.fillStyle = style.backgroundColor;
    context.fill();
    if (Number.parseFloat(style.borderTopWidth) && Number.parseFloat(style.borderLeftWidth)) {
      context.strokeStyle = style.borderTopColor;
      context.stroke();
    }
    if (element instanceof HTMLInputElement && element.value && !isSecret(element)) bar(line(box), style.color);
    if (element instanceof HTMLImageElement || element instanceof HTMLCanvasElement) {
      context.fillStyle = "#8888";
      context.fill();
    }
  };

  const walk = document.createTreeWalker(top, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: node =>
      isElement(node) &&
      (node.matches("[data-liquid-ignore], [data-liquid-private], script, style, template") || !visible(node))
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT,
  });
  const range = document.createRange();
  for (let node = walk.nextNode(), count = 0; node && count < MOST; node = walk.nextNode(), count++) {
    if (isElement(node)) {
      const box = node.getBoundingClientRect();
      if (inView(box)) surface(node, box, getComputedStyle(node));
    } else if (node.nodeValue?.trim() && node.parentElement) {
      range.selectNodeContents(node);
      const { color } = getComputedStyle(node.parentElement);
      for (const box of range.getClientRects()) if (inView(box)) bar(box, color);
    }
  }
  return canvas.toDataURL("image/webp", 0.7);
}

/** What shows through where nothing else is painted. */
function ground(top: Element): string {
  const colors = [document.body, top].map(element => element && getComputedStyle(element).backgroundColor);
  const painted = colors.find(color => color && color !== "rgba(0, 0, 0, 0)");
  return painted ?? "Canvas";
}

function visible(element: Element): boolean {
  const { display, visibility, opacity } = getComputedStyle(element);
  return display !== "none" && visibility !== "hidden" && opacity !== "0";
}

/** Where the text of a field is, about. */
const line = ({ left, top, width, height }: DOMRect): DOMRect =>
  new DOMRect(left + 12, top + height / 2 - 9, width / 2, 18);
