/** Prints what became of a suite's pairs; returns how many did not arrive. */
export function report(suite, outcomes) {
  const ways = groupByWay(outcomes.flatMap(({ name, outcome }) => outcome.map(one => ({ name, ...one }))));
  console.log(`\n${suite}: ${outcomes.length} pairs`);
  console.table(Object.fromEntries([...ways].map(([way, all]) => [way, row(all)])));
  const failures = [...ways.values()].flat().filter(one => one.result === "failed");
  const unsaid = [
    ...new Set(
      [...ways.values()]
        .flat()
        .filter(one => one.result === "unsaid")
        .map(one => one.name),
    ),
  ];
  if (unsaid.length) console.log(`Code left out, and no remark says so (${unsaid.length}): ${unsaid.join(", ")}`);
  for (const { name, way, why } of failures) console.log(`FAILED ${name} (${way})\n    ${why}`);
  return failures.length;
}

function row(all) {
  const count = result => all.filter(one => one.result === result).length;
  const arrived = all.length - count("failed");
  const measured = all.filter(one => one.bytes);
  return {
    equal: count("equal"),
    "equal but for code": count("without code"),
    "and no remark": count("unsaid"),
    failed: count("failed"),
    "arrived %": Number(((100 * arrived) / all.length).toFixed(2)),
    "nodes not kept": all.filter(one => one.keptNodes === false).length,
    "patch bytes": median(measured.map(one => one.bytes)),
    "outerHTML bytes": median(measured.map(one => one.markupBytes)),
    ratio: Number(median(measured.map(one => one.bytes / one.markupBytes)).toFixed(2)),
  };
}

const median = values => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;

function groupByWay(all) {
  const ways = new Map();
  for (const one of all) ways.set(one.way, [...(ways.get(one.way) ?? []), one]);
  return ways;
}
