/** Prints what was measured of one workload: `{ server: figures }`. */
export function printWorkload({ title, columns }, results) {
  const [own] = Object.values(results);
  const rows = Object.entries(results).map(([server, one]) => [
    server,
    ...columns.map(([, value, digits, ratio]) =>
      one.error ? one.error : number(value(one), digits) + (ratio ? ` (${number(value(one) / value(own), 2)}×)` : ""),
    ),
  ]);
  console.log(`\n## ${title}\n`);
  printTable([["", ...columns.map(([heading]) => heading)], ...rows]);
}

export function printTargets(targets) {
  if (targets.length) console.log("\n## To reach\n");
  for (const { target, isReached, figure } of targets) {
    console.log(`${isReached ? "reached    " : "NOT REACHED"}  ${target}: ${figure}`);
  }
}

export const number = (value, digits) =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  for (const row of rows) {
    const cells = row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0])));
    console.log(cells.join("  "));
  }
}
