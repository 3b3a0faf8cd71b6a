import { all, type Branch, isLeaf } from "../deploys/model";
import { html } from "./render";

/**
 * What did not change and is not the same node any more. Of what is written the same, as many have to be there as did not change: nobody can
 * tell which is which.
 */
export function lost(loaded: Branch, model: Branch, before: Map<number, Node>, after: Map<number, Node>): string[] {
  const there = new Set(after.values());
  const now = new Map(all(model).map(one => [one.identity, html(one)]));
  /** How many are missing, by how they are written. */
  const missing = new Map<string, number>();
  for (const one of all(loaded)) {
    if (isLeaf(one)) continue;
    const written = html(one);
    const node = before.get(one.identity) as Element;
    const isThere = there.has(node) && node.outerHTML === written;
    missing.set(written, (missing.get(written) ?? 0) + Number(now.get(one.identity) === written) - Number(isThere));
  }
  return [...missing].filter(([, count]) => count > 0).map(([written]) => written);
}
