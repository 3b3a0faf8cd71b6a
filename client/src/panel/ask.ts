import { box, button, element } from "./element";
import type { Frame } from "./frame";

/** Asks by a card that stands in the page until it is answered. The keyboard stays where it is, since somebody may be typing. */
function question({ say, signal }: Frame, place: Node, text: string, yes: string, no: string, ...more: Node[]) {
  return new Promise<boolean>(resolve => {
    const answer = (is: boolean) => {
      card.remove();
      resolve(is);
    };
    const verbs = box(
      "verbs",
      button("", no, () => answer(false)),
      button("main", yes, () => answer(true)),
    );
    const card = element("div", { className: "card", role: "group", "aria-label": text }, text, ...more, verbs);
    // Without a value: `false` would keep every key from what it does.
    card.onkeydown = ({ key }) => {
      if (key === "Escape") answer(false);
    };
    signal.addEventListener("abort", () => answer(false));
    place.appendChild(card);
    say(text);
  });
}

/**
 * Asks the person before something takes the place of what they did here, and before this browser joins others.
 *
 * @param away tells whether they went on elsewhere
 * @param place where cards stand
 * @param tell shows what came of it
 */
export function ask(frame: Frame, away: () => boolean, place: Node, tell: (text: string) => void): void {
  const { liquid, texts, why, on } = frame;
  let joining = false;
  const joined = (text: string) => {
    if (joining) tell(text);
    joining = false;
  };
  on("receiving", ({ from, name, mirror, changes, ask, until }) => {
    if (!ask || away()) return;
    const tick = element("input", { type: "checkbox" });
    const text = texts.asks(name, changes, mirror);
    const label = element("label", {}, tick, texts.always(name));
    until(
      question(frame, place, text, texts.apply, texts.notNow, label).then(yes => {
        if (yes && tick.checked) liquid.trust(from, true);
        return yes;
      }),
    );
  });
  on("invited", ({ code, until }) =>
    until(
      question(frame, place, texts.invited(code), texts.connect, texts.notNow).then(yes => {
        joining = yes;
        return yes;
      }),
    ),
  );
  on("connected", () => joined(texts.joined));
  on("error", error => joined(why(error)));
}
