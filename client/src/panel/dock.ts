import type { PanelOptions } from "../options";
import { remember, remembered } from "../session/storage";

const PLACE = "liquid-panel place";

/** From so many pixels on, a press is a drag. */
const DRAG = 6;

/** Lets the button be dragged out of the way, or moved by the arrow keys, and remembers where: shares of the window's width and height. */
export function dock(place: HTMLElement, opener: HTMLElement, corner: PanelOptions["place"]): void {
  let [x, y] = remembered(PLACE)?.split(" ").map(Number) ?? [+!corner?.endsWith("left"), +!corner?.startsWith("top")];
  let dragged = false;

  function put(...to: number[]): void {
    // What was remembered may be anything.
    [x, y] = to.map(share => Math.min(1, Math.max(0, share || 0)));
    place.style.cssText = `--x:${x};--y:${y}`;
    place.classList.toggle("high", y! < 0.5);
  }

  /** It keeps to the sides. */
  function keep(toX: number, toY: number): void {
    put(Math.round(toX), toY);
    remember(PLACE, `${x} ${y}`);
  }

  // The click that ends a drag opens nothing.
  const swallow = (event: Event) => {
    if (dragged) event.stopImmediatePropagation();
    dragged = false;
  };
  opener.addEventListener("click", swallow, true);
  opener.onpointerdown = ({ pointerId, clientX, clientY }) => {
    dragged = false;
    opener.setPointerCapture(pointerId);
    opener.onpointermove = event => {
      dragged ||= Math.hypot(event.clientX - clientX, event.clientY - clientY) > DRAG;
      if (dragged) put((event.clientX - 26) / (innerWidth - 52), (event.clientY - 26) / (innerHeight - 52));
    };
  };
  opener.onlostpointercapture = () => {
    opener.onpointermove = null;
    if (dragged) keep(x!, y!);
  };
  opener.onkeydown = event => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] }[event.key];
    if (!step) return;
    event.preventDefault();
    keep(x! + step[0]!, y! + step[1]!);
  };
  put(x!, y!);
}
