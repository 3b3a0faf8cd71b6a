import { box, button, CROSS, element, icon } from "./element";
import type { Frame } from "./frame";

/** How long (ms) a toast stands that nobody looks at. */
const MOMENT = 20_000;

/** Tells what came, with a way back, and forward again; and what this page is a mirror of, with a way to leave. */
export function toasts({ liquid, texts, say, on, nameOf }: Frame, place: Node, top: Node): void {
  let toast = box("");
  let leaving: ReturnType<typeof setTimeout>;

  function stay(): void {
    clearTimeout(leaving);
    leaving = setTimeout(() => (toast.matches(":hover, :focus-within") ? stay() : toast.remove()), MOMENT);
  }

  /** One at a time: the last one is what counts. */
  function show(text: string, back = false): void {
    toast.remove();
    let undone = false;
    const words = element("p", {}, text);
    const turn = button("main", texts.undo, () => {
      liquid.undo();
      undone = !undone;
      words.textContent = undone ? texts.undone : text;
      turn.textContent = undone ? texts.redo : texts.undo;
      say(words.textContent);
      stay();
    });
    const close = button("icon", icon(CROSS), () => toast.remove(), texts.close);
    toast = box("card toast", words, ...(back ? [turn] : []), close);
    place.appendChild(toast);
    say(text);
    stay();
  }

  on("received", ({ from, name, status, reason, message }) => {
    if (status === "refused") {
      if (reason !== "declined") show(texts.on(name, texts.notTaken(message ?? reason!)));
    } else if (liquid.following !== from) show(texts.came(name), true);
  });
  on("takenback", ({ name }) => show(texts.takenBack(name)));

  const sign = box("sign");
  let followed: string | undefined;
  const follow = (name?: string) => {
    // What the mirror left can be undone as well.
    if (!name && followed) show(texts.came(followed), true);
    followed = name;
    sign.hidden = !name;
    const text = texts.mirrorOf(name ?? "");
    sign.replaceChildren(
      text,
      button("", texts.leave, () => liquid.unfollow()),
    );
    if (name) say(text);
  };
  on("following", sender => follow(sender?.name));
  follow(liquid.following && nameOf(liquid.following));
  top.appendChild(sign);
}
