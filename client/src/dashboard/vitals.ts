import { chart, logarithmic } from "./chart";
import type { Sample } from "./feed";
import { bytes, milliseconds, short } from "./words";

/** The relay's rates and latencies as charts. */
export function vitals(into: Element): (samples: readonly Sample[]) => void {
  const charts = [
    chart("Connections", short, [{ name: "open", of: sample => sample.connections }]),
    chart("Messages / s", short, [
      { name: "committed", of: sample => sample.messages },
      { name: "delivered", of: sample => sample.deliveries },
    ]),
    chart("Bytes / s", bytes, [{ name: "committed", of: sample => sample.bytes }]),
    chart(
      "Time to commit",
      milliseconds,
      [
        { name: "median", of: sample => sample.commit?.p50 },
        { name: "99 %", of: sample => sample.commit?.p99 },
      ],
      logarithmic,
    ),
    chart(
      "Time to deliver",
      milliseconds,
      [
        { name: "median", of: sample => sample.delay?.p50 },
        { name: "99 %", of: sample => sample.delay?.p99 },
      ],
      logarithmic,
    ),
    chart("Refusals / s", short, [{ name: "errors told", of: sample => sample.refusals }]),
  ];
  into.append(...charts.map(({ element }) => element));
  return samples => {
    for (const { show } of charts) show(samples);
  };
}
