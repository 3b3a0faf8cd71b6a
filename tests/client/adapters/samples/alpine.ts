import Alpine from "alpinejs";
import { liquidAlpine } from "../../../../client/src/adapters/alpine";
import type { Started } from "../../../../client/src/adapters/attach";
import type { Mount } from "./sample";

/** Alpine is one for the whole document; each page of a test has a Liquid of its own. */
let current: Started;
Alpine.plugin((alpine: typeof Alpine) => {
  alpine.directive("liquid", (...all) => {
    liquidAlpine(current)({ ...alpine, directive: (_, bind) => bind(...all) });
  });
});
Alpine.data("list", () => ({
  items: [] as string[],
  get count() {
    return this.items.length;
  },
  add(text: string) {
    this.items.push(text);
  },
}));
Alpine.start();

export const alpine: Mount = (host, liquid) => {
  current = liquid;
  // What is typed is data of an inner component, which has no name.
  host.innerHTML = `<div x-data="{ around: true }"><section x-data="list" x-liquid="items"><div x-data="{ text: '' }">
    <input x-model="text"><button @click="add(text); text = ''">Add</button></div>
    <ul><template x-for="item in items" :key="item"><li x-text="item"></li></template></ul></section></div>`;
  const [outer] = host.children;
  return () => {
    Alpine.destroyTree(outer!);
    outer!.remove();
  };
};
