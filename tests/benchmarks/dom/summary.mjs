export const median = values => [...values].sort((a, b) => a - b)[values.length >> 1];

/** The medians over all rounds by engine: `{ open, capture, apply, bytes, deflated, equal, differs?, error?, runs }`. */
export const summarize = samples =>
  Object.fromEntries(Object.entries(samples).map(([engine, rounds]) => [engine, summary(rounds)]));

function summary(rounds) {
  const done = rounds.filter(one => !one.error);
  if (!done.length) return { error: rounds[0].error };
  const of = key => median(done.flatMap(one => one[key]));
  const { bytes, deflated, differs } = done[0];
  const times = { open: of("open"), capture: of("capture"), apply: of("apply") };
  return {
    ...times,
    bytes,
    deflated,
    equal: differs === undefined,
    differs,
    runs: done.flatMap(one => one.apply).length,
  };
}
