/** Prints what became of a suite's pairs, by way; returns how many did not arrive. */
export function report(suite, results) {
  const ways = [...new Set(results.map(({ way }) => way))];
  console.log(`\n${suite}: ${new Set(results.map(({ name }) => name)).size} pairs`);
  console.table(Object.fromEntries(ways.map(way => [way, row(results.filter(one => one.way === way))])));

  const unsaid = new Set(results.filter(one => one.result === "unsaid").map(one => one.name));
  if (unsaid.size) console.log(`Code left out, and no remark says so (${unsaid.size}): ${[...unsaid].join(", ")}`);
  const failures = results.filter(one => one.result === "failed");
  for (const { name, way, why } of failures) console.log(`FAILED ${name} (${way})\n    ${why}`);
  return failures.length;
}

function row(results) {
  const count = result => results.filter(one => one.result === result).length;
  const measured = results.filter(one => one.bytes);
  return {
    equal: count("equal"),
    "equal but for code": count("without code"),
    "and no remark": count("unsaid"),
    failed: count("failed"),
    "arrived %": Number(((100 * (results.length - count("failed"))) / results.length).toFixed(2)),
    "nodes not kept": results.filter(one => one.keptNodes === false).length,
    "patch bytes": median(measured.map(one => one.bytes)),
    "outerHTML bytes": median(measured.map(one => one.markupBytes)),
    ratio: Number(median(measured.map(one => one.bytes / one.markupBytes)).toFixed(2)),
  };
}

const median = values => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
