const COLUMNS = ["", "capture ms", "bytes", "deflated", "apply ms", "both ms", "equal", "runs"];

/** Prints a workload's table; in brackets how many times the first engine's figure. */
export function printWorkload(name, results) {
  const [own] = Object.values(results);
  const rows = Object.entries(results).map(([engine, one]) => {
    if (one.error) return [engine, one.error];
    const figure = (value, base, digits) => `${number(value, digits)} (${ratio(value / base)})`;
    return [
      engine,
      figure(one.median.capture, own.median.capture, 2),
      figure(one.bytes, own.bytes, 0),
      figure(one.deflated, own.deflated, 0),
      figure(one.median.apply, own.median.apply, 2),
      figure(both(one.median), both(own.median), 2),
      one.equal ? "yes" : "no",
      String(one.runs),
    ];
  });
  console.log(`\n## ${name}\n`);
  printTable([COLUMNS, ...rows]);
  for (const [engine, { differs }] of Object.entries(results)) {
    if (differs) console.log(`${engine} differs: ${shorten(differs)}`);
  }
}

export function printLoad(loads) {
  console.log("\n## Remembering a page at load (first call in a fresh page)\n");
  const rows = Object.entries(loads).map(([name, { nodes, remember, least, fingerprint, bytesPerNode }]) => [
    name,
    number(nodes, 0),
    number(remember, 2),
    number(least, 2),
    number(fingerprint, 2),
    number(bytesPerNode, 0),
  ]);
  printTable([["", "nodes", "remember ms", "fastest", "fingerprint ms (idle time)", "bytes per node"], ...rows]);
}

export function printLarge(large) {
  console.log("\n## A change of 100,000 nodes, in one go\n");
  const rows = Object.entries(large).map(([name, { nodes, capture, apply, layout }]) => [
    name,
    number(nodes, 0),
    ...[capture, apply, layout].map(value => number(value, 0)),
  ]);
  printTable([["", "nodes", "capture ms", "apply ms", "the browser's layout of it ms"], ...rows]);
}

export function printNotes(engines) {
  console.log("\n## What else to know\n");
  for (const [name, { note }] of Object.entries(engines)) console.log(`- ${name}: ${note}.`);
}

export function printTargets(targets) {
  console.log("\n## To reach\n");
  for (const { target, isReached, figure } of targets) {
    console.log(`${isReached ? "reached    " : "NOT REACHED"}  ${target}: ${figure}`);
  }
}

export const both = ({ capture, apply }) => capture + apply;

export const number = (value, digits) =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

const ratio = value => `${value < 10 ? value.toFixed(2) : value.toFixed(0)}×`;
const shorten = text => (text.length > 240 ? `${text.slice(0, 240)}…` : text);

function printTable(rows) {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => (row.length > 2 ? row[column].length : 0)), column ? 0 : 16),
  );
  for (const row of rows) {
    console.log(
      row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join("  "),
    );
  }
}
