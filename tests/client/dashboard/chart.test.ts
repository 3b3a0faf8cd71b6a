import { describe, expect, test } from "vitest";
import { chart, linear, logarithmic } from "../../../client/src/dashboard/chart";
import type { Sample } from "../../../client/src/dashboard/feed";

function second(messages: number, p50?: number): Sample {
  const durations = p50 === undefined ? {} : { commit: { p50, p99: p50 * 2 } };
  return { at: "", connections: 0, messages, bytes: 0, deliveries: 0, refusals: 0, ...durations };
}

function lineOf(element: Element): string {
  return element.querySelector(".line:not(.second)")!.getAttribute("d")!;
}

describe("a scale", () => {
  test("puts the highest of what is counted at the top and nothing at the foot", () => {
    const up = linear([2, 10]);
    expect(up(10)).toBeLessThan(up(2));
    expect(up(0) - up(10)).toBeCloseTo(90);
    expect(linear([])(0)).toBe(up(0));
  });

  test("of durations gives each power of ten as much room", () => {
    const up = logarithmic([0.1, 0.5, 100]);
    expect(up(0.1) - up(1)).toBeCloseTo(up(10) - up(100));
    expect(up(0.1) - up(100)).toBeCloseTo(90);
    expect(Number.isFinite(logarithmic([1])(1))).toBe(true);
  });
});

describe("a chart", () => {
  test("tells the latest and the highest in words, and ends at the right edge", () => {
    const { element, show } = chart("Messages", String, [{ name: "committed", of: sample => sample.messages }]);
    show([second(3), second(8), second(5)]);

    expect(element.querySelector(".value")!.textContent).toBe("5");
    expect(element.querySelector(".peak")!.textContent).toBe("peak 8");
    expect(element.querySelector("svg")!.ariaLabel).toBe("Messages, committed: now 5, at most 8");
    expect(lineOf(element)).toMatch(/^M177 .*L178 .*L179 [\d.]+$/);
  });

  test("leaves out the seconds in which nothing was measured", () => {
    const series = [{ name: "median", of: (sample: Sample) => sample.commit?.p50 }] as const;
    const { element, show } = chart("Commit", String, [series[0]], logarithmic);
    show([second(0), second(1, 4), second(0), second(1, 2), second(0)]);

    expect(lineOf(element)).toMatch(/^M176 [\d.]+h0M178 [\d.]+h0$/);
    expect(element.querySelector(".value")!.textContent).toBe("2");
  });

  test("says that nothing was measured yet", () => {
    const { element, show } = chart("Commit", String, [{ name: "median", of: () => undefined }], logarithmic);
    show([]);
    show([second(0)]);

    expect(element.querySelector(".value")!.textContent).toBe("–");
    expect(lineOf(element)).toBe("");
  });
});
