import { number } from "./report.mjs";

const OWN = "liquid, SQLite";

/** What the relay is to reach with SQLite and acknowledgements, as far as it was measured: `{ target, isReached, figure }`. */
export function targets(figures) {
  const own = workload => figures[workload]?.[OWN];
  const list = [];
  const add = (target, figure, isReached, text) => {
    if (Number.isFinite(figure)) list.push({ target, isReached, figure: `${number(figure, 2)}${text}` });
  };
  const atLeast = (target, figure, limit) => add(target, figure, figure >= limit, `, at least ${limit}`);
  const atMost = (target, figure, limit, unit) => add(target, figure, figure <= limit, ` ${unit}, at most ${limit}`);

  const { broadcast = {} } = figures;
  const perCpu = name => broadcast[name]?.perCpuSecond;
  atLeast("broadcast: deliveries per CPU second, times bare ASP.NET", perCpu(OWN) / perCpu("bare ASP.NET"), 0.75);
  atLeast("broadcast: deliveries per CPU second, times ws", perCpu(OWN) / perCpu("ws"), 1.3);
  atMost("p99 at 20,000 deliveries per second", own("rate")?.p99, 20, "ms");
  atMost("memory of an idle connection at 10,000", own("idle")?.perConnection, 12, "kB");
  atMost("p99 of `sent` at 2,000 messages per second to one each", own("unicast")?.sentP99, 20, "ms");
  // A tenth, and what the clock of the load can't tell apart.
  atMost("p99 of fast readers beside 50 slow ones", own("slow")?.p99, round(own("rate")?.p99 * 1.1 + 1), "ms");
  atMost("memory a minute after a burst, times idle", own("burst")?.after / own("burst")?.idle, 1.2, "×");
  return list;
}

const round = value => Math.round(value * 100) / 100;
