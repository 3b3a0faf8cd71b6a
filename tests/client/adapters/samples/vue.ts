import { createApp, h, reactive, ref } from "vue";
import type { Started } from "../../../../client/src/adapters/attach";
import { useLiquidState } from "../../../../client/src/adapters/vue";
import type { Mount } from "./sample";

/** Shows what a state holds; `add` is told what was typed. */
const mount = (host: HTMLElement, setup: () => { items: () => string[]; add: (text: string) => void }) => {
  const app = createApp({
    setup() {
      const { items, add } = setup();
      const text = ref("");
      return () => [
        h("input", {
          value: text.value,
          onInput: ({ target }: { target: HTMLInputElement }) => {
            text.value = target.value;
          },
        }),
        h("button", {
          onClick: () => {
            add(text.value);
            text.value = "";
          },
        }),
        h(
          "ul",
          {},
          items().map(item => h("li", { key: item }, item)),
        ),
      ];
    },
  });
  app.mount(host);
  return () => app.unmount();
};

/** With a `ref`. */
export const vueRef: Mount = (host, liquid: Started) =>
  mount(host, () => {
    const items = useLiquidState(liquid, "items", ref<string[]>([]));
    return { items: () => items.value, add: text => items.value.push(text) };
  });

/** With a `reactive` object. */
export const vueReactive: Mount = (host, liquid: Started) =>
  mount(host, () => {
    const state = useLiquidState(liquid, "items", reactive({ list: [] as string[] }));
    return { items: () => state.list, add: text => state.list.push(text) };
  });

/** With a `reactive` list. */
export const vueList: Mount = (host, liquid: Started) =>
  mount(host, () => {
    const list = useLiquidState(liquid, "items", reactive([] as string[]));
    return { items: () => list, add: text => list.push(text) };
  });
