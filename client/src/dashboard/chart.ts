import { make, write } from "./dom";
import type { Sample } from "./feed";

const SVG = "http://www.w3.org/2000/svg";
const SECONDS = 180;
const HEIGHT = 100;

export interface Series {
  name: string;
  /** Nothing for a second in which nothing was measured. */
  of: (sample: Sample) => number | undefined;
}

/**
 * One line or two over the last three minutes. Drawn here: a path of 180 points needs no library, and none would fit a page
 * that allows nothing inline.
 */
export function chart(
  title: string,
  inWords: (value: number) => string,
  series: readonly [Series, ...Series[]],
  scaleOf: (known: readonly number[]) => Scale = linear,
): { element: HTMLElement; show: (samples: readonly Sample[]) => void } {
  const value = make("span", { class: "value" });
  const others = series.slice(1).map(() => make("span", { class: "other" }));
  const peak = make("span", { class: "peak" });
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${SECONDS - 1} ${HEIGHT}`);
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("role", "img");
  const area = path("area");
  const lines = series.map((_, place) => path(place ? "line second" : "line"));
  drawing.append(area, ...lines.toReversed());
  const element = make(
    "article",
    { class: "chart" },
    make("h3", {}, title),
    make("p", {}, value, ...others),
    make("div", { class: "drawing" }, drawing as never, peak),
  );

  return {
    element,
    show(samples) {
      const values = series.map(({ of }) => samples.map(of));
      const known = values.flat().filter(value => value !== undefined);
      const highest = Math.max(0, ...known);
      const up = scaleOf(known);
      lines.forEach((line, place) => {
        line.setAttribute("d", draw(values[place]!, up));
      });
      area.setAttribute("d", fill(values[0]!, up));
      const now = values.map(one => one.findLast(value => value !== undefined));
      write(value, now[0] === undefined ? "–" : inWords(now[0]));
      others.forEach((other, place) => {
        const latest = now[place + 1];
        write(other, `${series[place + 1]!.name} ${latest === undefined ? "–" : inWords(latest)}`);
      });
      write(peak, highest ? `peak ${inWords(highest)}` : "");
      drawing.setAttribute(
        "aria-label",
        `${title}, ${series[0].name}: now ${value.textContent}, at most ${inWords(highest)}`,
      );
    },
  };
}

function path(name: string): SVGPathElement {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("class", name);
  return element;
}

/** Each run of known values as one line; the newest stands at the right edge. */
function draw(values: readonly (number | undefined)[], up: Scale): string {
  let pen = "M";
  const parts = values.map((value, place) => {
    if (value === undefined) {
      pen = "M";
      return "";
    }
    const [x, y] = [SECONDS - values.length + place, up(value)];
    // A single point is a line of no length, which has round ends.
    const part = `${pen}${x} ${y}${pen === "M" ? "h0" : ""}`;
    pen = "L";
    return part;
  });
  return parts.join("");
}

function fill(values: readonly (number | undefined)[], up: Scale): string {
  if (values.length === 0) return "";
  const first = SECONDS - values.length;
  const points = values.map((value, place) => `L${first + place} ${value === undefined ? HEIGHT : up(value)}`);
  return `M${first} ${HEIGHT}${points.join("")}V${HEIGHT}Z`;
}

/** Where a value stands, counted from above. */
type Scale = (value: number) => number;

/** From nothing to the highest: for what is counted. */
export function linear(known: readonly number[]): Scale {
  const highest = Math.max(0, ...known) || 1;
  return value => at(value / highest);
}

/** Between powers of ten: for durations, where one that is a thousand times as long must not flatten all others. */
export function logarithmic(known: readonly number[]): Scale {
  const lowest = Math.floor(Math.log10(Math.min(...known)));
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(...known))));
  return value => at((Math.log10(value) - lowest) / (highest - lowest));
}

/** Room above and below, so that a line at an edge is as thick as elsewhere. */
function at(share: number): number {
  return Math.round((HEIGHT - 4 - share * (HEIGHT - 10)) * 10) / 10;
}
