import type { Instance } from "../index";
import { button, element, item } from "./element";
import type { Frame } from "./frame";

/** What waits to arrive, with a way to take it back. What only waits for its receipt is not listed: that comes in a moment. */
export function pendingOf({ liquid, texts, say }: Frame) {
  const list = element("ul");
  let shown = "";
  const section = element("section", { className: "part" }, element("h3", {}, texts.waiting), list);

  return {
    section,
    render(instances: readonly Instance[]): void {
      const rows = liquid.waiting().flatMap(({ to, place }) => {
        const targets = instances.filter(({ id }) => ["*", id].includes(to));
        if (place === "relay" && targets.every(({ online }) => online)) return [];
        return [[to, to === "*" ? texts.all : (targets[0]?.name ?? texts.unnamed)] as const];
      });
      section.hidden = !rows.length;
      // What is made anew loses the focus.
      if (`${rows}` === shown) return;
      shown = `${rows}`;
      list.replaceChildren(
        ...rows.map(([to, name]) => {
          const cancel = () => liquid.cancel(to).then(() => say(texts.canceled));
          return item(name, button("", texts.cancel, cancel, texts.on(name, texts.cancel)));
        }),
      );
    },
  };
}
