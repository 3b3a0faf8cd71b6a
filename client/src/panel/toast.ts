import { box, button, CROSS, element, icon } from "./element";
import type { Frame } from "./frame";

/** How long (ms) a toast stands that nobody looks at. */
const MOMENT = 20_000;

/**
 * Tells what came, with a way back, and forward again; and what this page is a mirror of, with a way to leave.
 *
 * @param isAsked whether what comes from there was asked back
 * @returns tells something else
 */
export function toasts(
  { liquid, texts, say, why, on }: Frame,
  place: Node,
  top: Node,
  isAsked: (from: string) => boolean,
): (text: string) => void {
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

  on("received", outcome => {
    const { from, name, status, reason } = outcome;
    if (status === "refused") {
      if (reason !== "declined") show(texts.on(name, texts.notTaken(why(outcome))));
    } else if (liquid.following !== from) show((isAsked(from) ? texts.returned : texts.came)(name), true);
  });
  on("takenback", ({ name }) => show(texts.takenBack(name)));

  const words = element("span");
  const sign = box(
    "sign",
    words,
    button("", texts.leave, () => liquid.unfollow()),
  );
  let followed: string | undefined;
  const follow = (name?: string) => {
    // What the mirror left can be undone as well.
    if (!name && followed) show(texts.came(followed), true);
    followed = name;
    sign.hidden = !name;
    if (!name) return;
    words.textContent = texts.mirrorOf(name);
    say(words.textContent);
  };
  on("following", sender => follow(sender?.name));
  follow();
  const { following } = liquid;
  if (following) liquid.instances().then(all => follow(all.find(({ id }) => id === following)?.name));
  top.appendChild(sign);
  return text => show(text);
}
