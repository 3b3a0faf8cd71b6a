import { remember, remembered } from "../session/storage";
import { box, button, element, FLOW, icon } from "./element";
import type { Frame } from "./frame";

/** Where it stands across a reload that the page goes on elsewhere. */
const KEY = "liquid-panel moved";

interface Elsewhere {
  id: string;
  name: string;
  arrived: boolean;
}

/** Covers a page that goes on elsewhere, until it is taken back. A modal dialog keeps the keyboard out of the page without a change to it. */
export function coverOf({ liquid, texts, on }: Frame, place: Node) {
  let elsewhere: Elsewhere | undefined;
  /** Whom it was asked back from; until it came, or did not. */
  let asked: string | undefined;
  const title = element("h2", { id: "continued" });
  const words = element("p", { role: "status" });
  const take = button("main", texts.takeBack, takeBack);
  take.autofocus = true;
  const dialog = element(
    "dialog",
    { className: "cover", "aria-labelledby": "continued", onclose: leave },
    icon(FLOW),
    title,
    words,
    box("verbs", button("", texts.goOnHere, leave), take),
  );
  place.appendChild(dialog);

  function leave(): void {
    elsewhere = undefined;
    remember(KEY, "", true);
    dialog.close();
  }

  async function takeBack(): Promise<void> {
    const { id, arrived } = elsewhere!;
    words.textContent = liquid.connected ? texts.asking : texts.cut;
    if (!liquid.connected) {
      if (!arrived) await liquid.cancel(id).then(leave);
      return;
    }
    take.disabled = true;
    asked = id;
    const came = await liquid.takeBack(id).catch(() => false);
    asked = undefined;
    take.disabled = false;
    // What had not arrived there is still here.
    if (came || !arrived) leave();
    else words.textContent = texts.notGiven;
  }

  function show(moved: Elsewhere): void {
    elsewhere = moved;
    remember(KEY, JSON.stringify(moved), true);
    title.textContent = (moved.arrived ? texts.continued : texts.willContinue)(moved.name);
    words.textContent = "";
    // Says its title by itself, and no live region outside of it is heard meanwhile.
    if (!dialog.open) dialog.showModal();
  }

  // What comes, from there or from elsewhere, is what goes on here.
  on("received", ({ status }) => elsewhere && status === "applied" && leave());
  on("receipt", ({ from, status }) => {
    if (elsewhere?.id !== from) return;
    if (status === "applied") show({ ...elsewhere, arrived: true });
    if (status === "refused") leave();
  });

  return {
    show,
    /** Covers again what was covered before a reload. */
    again(): void {
      const kept = remembered(KEY, true);
      if (kept) show(JSON.parse(kept));
    },
    isShown: () => !!elsewhere,
    /** Whether what comes from there was asked back. */
    isAsked: (from: string) => asked === from,
  };
}
