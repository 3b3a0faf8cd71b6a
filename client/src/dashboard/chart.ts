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
      const highest = Math.max(0, ...values.flat().filter(known => known !== undefined));
      const ceiling = nice(highest);
      lines.forEach((line, place) => {
        line.setAttribute("d", draw(values[place]!, ceiling));
      });
      area.setAttribute("d", fill(values[0]!, ceiling));
      const now = values.map(known => known.findLast(one => one !== undefined));
      write(value, now[0] === undefined ? "–" : inWords(now[0]));
      others.forEach((other, place) => {
        const known = now[place + 1];
        write(other, `${series[place + 1]!.name} ${known === undefined ? "–" : inWords(known)}`);
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
function draw(values: readonly (number | undefined)[], ceiling: number): string {
  let pen = "M";
  const parts = values.map((value, place) => {
    if (value === undefined) {
      pen = "M";
      return "";
    }
    const [x, y] = [SECONDS - values.length + place, up(value, ceiling)];
    // A single point is a line of no length, which has round ends.
    const part = `${pen}${x} ${y}${pen === "M" ? "h0" : ""}`;
    pen = "L";
    return part;
  });
  return parts.join("");
}

function fill(values: readonly (number | undefined)[], ceiling: number): string {
  if (values.length === 0) return "";
  const first = SECONDS - values.length;
  const points = values.map((value, place) => `L${first + place} ${up(value ?? 0, ceiling)}`);
  return `M${first} ${HEIGHT}${points.join("")}V${HEIGHT}Z`;
}

/** Room above and below, so that a line at an edge is as thick as elsewhere. */
function up(value: number, ceiling: number): number {
  return Math.round((HEIGHT - 4 - (value / ceiling) * (HEIGHT - 10)) * 10) / 10;
}

/** The next of 1, 2, 5, 10, … above a value. */
function nice(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value) ?? value;
}
