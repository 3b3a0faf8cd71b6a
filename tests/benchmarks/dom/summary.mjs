export const median = values => [...values].sort((a, b) => a - b)[values.length >> 1];

/** What all rounds say, by engine. */
export const summarize = samples =>
  Object.fromEntries(Object.entries(samples).map(([engine, rounds]) => [engine, summary(rounds)]));

/** `{ median, least }` of milliseconds to open, capture, apply; bytes, deflated, equal, differs?, runs; or `{ error }`. */
function summary(rounds) {
  const done = rounds.filter(one => !one.error);
  if (!done.length) return { error: rounds[0].error };
  const { bytes, deflated, differs } = done[0];
  const times = reduce => {
    const of = key => reduce(done.flatMap(one => one[key]));
    return { open: of("open"), capture: of("capture"), apply: of("apply") };
  };
  return {
    ...{ median: times(median), least: times(values => Math.min(...values)) },
    ...{ bytes, deflated, equal: differs === undefined, differs },
    runs: done.flatMap(one => one.apply).length,
  };
}
