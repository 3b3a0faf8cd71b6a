import type { Workload } from "./workload";

/** A long form: 200 fields are typed into, 100 boxes are ticked. */
export const form: Workload = {
  markup: () =>
    `<form>${list(200, index => `<p><label>Field ${index} <input name="field${index}"></label></p>`)}${list(
      100,
      index => `<p><label><input type="checkbox" name="box${index}"> Box ${index}</label></p>`,
    )}</form>`,
  change(root) {
    for (const [index, field] of fields(root).entries()) field.value = `Typed into ${index}`;
    for (const box of boxes(root)) box.checked = true;
  },
  disturb(root) {
    for (const field of fields(root).slice(0, 20)) field.value = "typed here";
    for (const box of boxes(root).slice(0, 10)) box.checked = true;
  },
};

const list = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => item(index)).join("");
const fields = (root: Element) => [...root.querySelectorAll<HTMLInputElement>("input:not([type])")];
const boxes = (root: Element) => [...root.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
