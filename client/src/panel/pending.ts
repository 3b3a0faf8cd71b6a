import type { Instance } from "../index";
import { button, element, item } from "./element";
import { ago, type Frame } from "./frame";

/** What waits to arrive, with a way to take it back. What only waits for its receipt is not listed: that comes in a moment. */
export function pendingOf({ liquid, texts, say }: Frame) {
  const list = element("ul");
  const section = element("section", { className: "part" }, element("h3", {}, texts.waiting), list);

  return {
    section,
    render(instances: readonly Instance[]): void {
      const isAway = (to: string) => instances.some(({ id, online }) => !online && [id, "*"].includes(to));
      const waits = liquid.waiting().filter(({ to, place }) => place === "page" || isAway(to));
      section.hidden = !waits.length;
      list.replaceChildren(
        ...waits.map(({ to, at }) => {
          const name = to === "*" ? texts.all : (instances.find(({ id }) => id === to)?.name ?? texts.unnamed);
          const cancel = () => liquid.cancel(to).then(() => say(texts.canceled));
          return item(`${name} · ${ago(at, texts)}`, button("", texts.cancel, cancel, texts.on(name, texts.cancel)));
        }),
      );
    },
  };
}
