import { form } from "./form";
import { renderAgain } from "./list";
import * as table from "./table";
import { todo } from "./todo";
import type { Workload } from "./workload";

export const workloads: Record<string, Workload> = {
  "todo page": todo,
  "1,000 rows: update every 10th": table.updateEvery10th,
  "1,000 rows: swap 2": table.swap2,
  "1,000 rows: remove first": table.removeFirst,
  "1,000 rows: reverse": table.reverse,
  "1,000 rows: append 1,000": table.append1000,
  "create 1,000 rows from empty": table.create1000,
  "1,000 rows: clear": table.clear,
  "10,000 rows: 10 edits": table.tenEdits,
  "10,000 rows: 10 edits, list changed": table.tenMixedEdits,
  "form: 200 values, 100 ticks": form,
  "list rendered again, 1 item changed": renderAgain,
};
