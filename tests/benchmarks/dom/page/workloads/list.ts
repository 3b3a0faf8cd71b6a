import type { Workload } from "./workload";

const items = (changed = -1) =>
  Array.from(
    { length: 1000 },
    (_, index) =>
      `<li class="item" data-id="${index}"><span class="name">${index === changed ? "Another name" : `Item ${index}`}</span> <button type="button">Remove</button></li>`,
  ).join("");

/** A list that is rendered again as a whole, though one item differs. */
export const renderAgain: Workload = {
  markup: () => `<ul>${items()}</ul>`,
  change(root) {
    root.innerHTML = items(500);
  },
  disturb(root) {
    root.children[3]!.remove();
    root.children[7]!.className = "item chosen";
  },
};
