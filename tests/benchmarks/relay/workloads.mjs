import { servers } from "./servers.mjs";

const all = Object.keys(servers);
const own = ["liquid, SQLite", "liquid, memory", "liquid, PostgreSQL"];
const [sqlite] = own;
const KB = 1024;

/** The just-in-time compilers of .NET and Node are done with what is hot after about so many seconds. */
const WARM = 8;

const delays = [
  ["p50 ms", one => one.p50, 2],
  ["p99 ms", one => one.p99, 2],
];
const throughput = [
  ["per CPU second", one => one.perCpuSecond, 0, "ratio"],
  ["per second", one => one.perSecond, 0],
  ...delays,
];

/** A server that gives memory back when it has become quiet has done so after so many seconds: all are given them. */
const QUIET = 30;

/**
 * What is measured: the settings of the load, which servers take part, and what the table shows of the figures (heading, value,
 * digits). With `ratio` the table tells how many times the first server's figure it is.
 */
export const workloads = {
  broadcast: {
    title: "Broadcast to 1,000 clients, 2 kB, four in flight: deliveries",
    load: { workload: "broadcast", clients: 1000, body: 2 * KB, senders: 4, warmup: WARM, seconds: 5 },
    servers: all,
    columns: throughput,
  },
  rate: {
    title: "Broadcast to 1,000 clients, 2 kB, at 20,000 deliveries per second",
    load: { workload: "rate", clients: 1000, body: 2 * KB, senders: 4, rate: 20_000, warmup: WARM, seconds: 8 },
    servers: [sqlite, "bare ASP.NET", "ws"],
    columns: delays,
  },
  slow: {
    title: "The same, 50 of the 1,000 read nothing: the others' delays",
    load: { workload: "rate", clients: 1000, slow: 50, body: 2 * KB, senders: 4, rate: 20_000, warmup: WARM, seconds: 8 },
    servers: [sqlite, "bare ASP.NET", "ws"],
    columns: [...delays, ["resident MB", one => one.resident / KB, 0]],
  },
  idle: {
    title: "10,000 idle connections: resident memory that each beyond the first 1,000 takes",
    load: { workload: "idle", clients: 10_000, "per-space": 10, seconds: QUIET },
    servers: all,
    columns: [
      ["kB per connection", one => one.perConnection, 1, "ratio"],
      ["with all that it began with", one => one.withStart, 1],
    ],
  },
  pairs: {
    title: "500 pairs, 2 kB, one message in flight in each: deliveries",
    load: { workload: "pairs", clients: 1000, body: 2 * KB, warmup: WARM, seconds: 4 },
    servers: all,
    columns: throughput,
  },
  unicast: {
    title: "2,000 messages per second to one each, 2 kB: until they are committed, and delivered",
    load: { workload: "unicast", clients: 200, body: 2 * KB, rate: 2000, warmup: WARM, seconds: 6 },
    servers: own,
    columns: [["sent p50 ms", one => one.sentP50, 2], ["sent p99 ms", one => one.sentP99, 2], ...delays],
  },
  large: {
    title: "Broadcast to 1,000 clients, 64 kB, four in flight: deliveries",
    load: { workload: "broadcast", clients: 1000, body: 64 * KB, senders: 4, warmup: 4, seconds: 4 },
    servers: all,
    columns: throughput,
  },
  burst: {
    title: "1,000 clients, a burst of 100 broadcasts of 64 kB, then a minute of silence: resident memory",
    load: { workload: "burst", clients: 1000, body: 64 * KB, senders: 4, messages: 100, warmup: QUIET, seconds: 60 },
    servers: [sqlite],
    columns: [
      ["idle MB", one => one.idle / KB, 0],
      ["most MB", one => one.most / KB, 0],
      ["a minute later MB", one => one.after / KB, 0],
    ],
  },
};
