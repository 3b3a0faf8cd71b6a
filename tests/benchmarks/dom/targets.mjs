import { both, number } from "./report.mjs";

/** Where everything is new at the source. */
const ALL_NEW = "create 1,000 rows from empty";
const LARGE = "10,000 rows: 10 edits";
const SPARSE = ["1,000 rows: reverse", LARGE];
/** How many times faster than these on the large page. */
const FASTER = { "diff-dom": 100, morphdom: 10 };
/** Remembering may take so many milliseconds. */
const LOAD_MS = { "10,000 rows": 40, "5,000 nodes": 4 };

/** What the engine is to reach, and the figures: `{ target, isReached, figure }`. Medians decide. */
export function targets(results, loads) {
  return [
    ...Object.entries(results).flatMap(([name, { liquid, ...peers }]) => {
      if (liquid.error || !liquid.equal) {
        return { target: `${name}: arrives equal`, isReached: false, figure: liquid.error ?? liquid.differs };
      }
      return ofWorkload(name, liquid, peers);
    }),
    ...Object.entries(loads).map(([name, { remember, least }]) => ({
      target: `remembering ${name}`,
      isReached: remember < LOAD_MS[name],
      figure: `${number(remember, 2)} ms, limit ${LOAD_MS[name]} (fastest page: ${number(least, 2)} ms)`,
    })),
  ];
}

function ofWorkload(name, own, peers) {
  const equal = Object.fromEntries(Object.entries(peers).filter(([, one]) => one.equal));
  const list = [];
  if (Object.keys(equal).length) {
    const factor = SPARSE.includes(name) ? 10 : 1;
    const [peer, { bytes }] = best(equal, one => one.bytes);
    list.push(bytesTarget(`${name}: bytes${factor > 1 ? ", a tenth" : ""}`, own.bytes, bytes / factor, peer));
    if (name === ALL_NEW) {
      list.push(timeTarget(`${name}: capture, three times outerHTML`, own, peers.morphdom, one => one.capture, 1 / 3));
      const [fastest, one] = best(equal, one => both(one.median));
      list.push(timeTarget(`${name}: capture and apply, as fast as ${fastest}`, own, one, both));
    } else {
      const [fastest, one] = best(equal, one => one.median.apply);
      list.push(timeTarget(`${name}: apply, as fast as ${fastest}`, own, one, times => times.apply));
    }
  }
  if (name === LARGE) {
    list.push(bytesTarget(`${name}: raw`, own.bytes, 499));
    for (const [peer, factor] of Object.entries(FASTER)) {
      list.push(
        timeTarget(`${name}: capture and apply, ${factor} times faster than ${peer}`, own, peers[peer], both, factor),
      );
    }
  }
  return list;
}

const best = (peers, figure) => Object.entries(peers).sort(([, a], [, b]) => figure(a) - figure(b))[0];

function bytesTarget(target, value, limit, peer) {
  const figure = `${number(value, 0)} bytes, limit ${number(limit, 0)}${peer ? ` (${peer})` : ""}`;
  return { target, isReached: value <= limit, figure };
}

/** Whether this engine's time is within the peer's, divided by a factor. */
function timeTarget(target, own, peer, time, factor = 1) {
  if (peer.error) return { target, isReached: true, figure: `the peer failed: ${peer.error}` };
  const compare = key => `${number(time(own[key]), 2)} ms, limit ${number(time(peer[key]) / factor, 2)}`;
  return {
    target,
    isReached: time(own.median) <= time(peer.median) / factor,
    figure: `${compare("median")} (fastest runs: ${compare("least")})`,
  };
}
