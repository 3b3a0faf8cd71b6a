import { effect, signal } from "@preact/signals-core";
import { createStore } from "zustand/vanilla";
import { liquidSignal } from "../../../../client/src/adapters/preact";
import { liquidStore } from "../../../../client/src/adapters/store";
import type { Mount } from "./sample";

/** What renders, in the place of a framework: all of the list again at every change. */
function put(host: HTMLElement, add: (text: string) => void) {
  host.innerHTML = "<input><button>Add</button><ul></ul>";
  const [input, list] = [host.querySelector("input")!, host.querySelector("ul")!];
  host.querySelector("button")!.onclick = () => {
    add(input.value);
    input.value = "";
  };
  return (items: string[]) =>
    list.replaceChildren(...items.map(item => Object.assign(document.createElement("li"), { textContent: item })));
}

export const preact: Mount = (host, liquid) => {
  const items = signal<string[]>([]);
  const render = put(host, text => {
    items.value = [...items.value, text];
  });
  const end = [effect(() => render(items.value)), liquidSignal(liquid, "items", items)];
  return () => {
    for (const each of end) each();
    host.replaceChildren();
  };
};

/** With a store of Zustand. */
export const store: Mount = (host, liquid) => {
  const items = createStore<{ items: string[]; add(item: string): void }>(set => ({
    items: [],
    add: item => set(state => ({ items: [...state.items, item] })),
  }));
  const render = put(host, text => items.getState().add(text));
  const end = [items.subscribe(state => render(state.items)), liquidStore(liquid, "items", items)];
  return () => {
    for (const each of end) each();
    host.replaceChildren();
  };
};
