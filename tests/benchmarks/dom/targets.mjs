import { number } from "./report.mjs";

/** Where everything is new at the source. */
const ALL_NEW = "create 1,000 rows from empty";
const LARGE = "10,000 rows: 10 edits";
const SPARSE = ["1,000 rows: reverse", LARGE];
/** Remembering may take so many milliseconds. */
const LOAD_MS = { "10,000 rows": 40, "5,000 nodes": 4 };

/** What the engine is to reach, and the figures: `{ target, isReached, figure }`. Peers count where they arrive equal. */
export function targets(results, loads) {
  const list = [];
  const below = (target, value, limit, unit, than = "") => {
    const digits = unit === "bytes" ? 0 : 2;
    const figure = `${number(value, digits)} ${unit}, limit ${number(limit, digits)}${than && ` (${than})`}`;
    list.push({ target, isReached: value <= limit, figure });
  };

  for (const [name, { liquid, ...peers }] of Object.entries(results)) {
    if (liquid.error || !liquid.equal) {
      list.push({ target: `${name}: arrives equal`, isReached: false, figure: liquid.error ?? liquid.differs });
      continue;
    }
    const best = key => minimum(peers, ({ equal, ...one }) => (equal ? key(one) : Number.POSITIVE_INFINITY));
    const bytes = best(one => one.bytes);
    if (!bytes) {
      list.push({ target: `${name}: beside equal peers`, isReached: true, figure: "no peer arrives equal" });
      continue;
    }
    const factor = SPARSE.includes(name) ? 10 : 1;
    below(`${name}: bytes${factor > 1 ? ", a tenth" : ""}`, liquid.bytes, bytes.value / factor, "bytes", bytes.name);
    if (name === ALL_NEW) {
      below(`${name}: capture, three times outerHTML`, liquid.capture, 3 * peers.morphdom.capture, "ms");
      const sum = best(one => one.capture + one.apply);
      below(`${name}: capture and apply`, liquid.capture + liquid.apply, sum.value, "ms", sum.name);
    } else {
      const apply = best(one => one.apply);
      below(`${name}: apply`, liquid.apply, apply.value, "ms", apply.name);
    }
    if (name === LARGE) {
      below(`${name}: raw`, liquid.bytes, 499, "bytes");
      for (const [peer, times] of [
        ["diff-dom", 100],
        ["morphdom", 10],
      ]) {
        const { capture, apply, error } = peers[peer];
        const target = `${name}: capture and apply ${times} times faster than ${peer}`;
        if (error) list.push({ target, isReached: true, figure: `${peer} ${error}` });
        else below(target, liquid.capture + liquid.apply, (capture + apply) / times, "ms");
      }
    }
  }
  for (const [name, limit] of Object.entries(LOAD_MS)) below(`remembering ${name}`, loads[name].remember, limit, "ms");
  return list;
}

/** The least of a figure among the peers that have it. */
function minimum(peers, figure) {
  const values = Object.entries(peers)
    .filter(([, one]) => !one.error)
    .map(([name, one]) => ({ name, value: figure(one) }))
    .filter(({ value }) => value < Number.POSITIVE_INFINITY);
  return values.sort((a, b) => a.value - b.value)[0];
}
