import type { Instance, LiquidError, Progress, Receipt } from "../index";
import { box, button, DEVICES, element, icon } from "./element";
import { ago, type Frame } from "./frame";

/** So many things that were left out are named, the others counted. */
const NAMED = 2;

export type Device = ReturnType<typeof deviceOf>;

/**
 * One other browser: its row in the list, what can be sent there, and what became of the last thing that was.
 *
 * @param moved the page goes on there
 */
export function deviceOf(instance: Instance, frame: Frame, moved: (to: Instance, arrived: boolean) => void) {
  const { liquid, texts, say, why } = frame;
  const { id } = instance;
  /** What was sent last, so that a slower answer to something older is no news. */
  let sent: unknown;
  let outcome: "sending" | Receipt | LiquidError | undefined;
  let listed: unknown;
  /** Goes on once it is there, or waits. */
  let then: ((receipt?: Receipt) => void) | undefined;
  const picture = box("pic");
  const name = box("name");
  const state = box("state");
  const bar = element("progress", { "aria-label": texts.sending });
  const more = element("details", { hidden: true });
  const copy = button("", texts.copy, () => follow(liquid.migrate(id), tell));
  const move = button("main", texts.move, () =>
    follow(liquid.migrate(id, { move: true }), receipt => {
      tell();
      if (receipt && receipt.status !== "refused") moved(instance, receipt.status === "applied");
    }),
  );
  const row = element("li", {}, picture, box("about", name, state, bar, more), box("verbs", copy, move));

  const tell = () => say(texts.on(instance.name, inWords()));

  /** Shows what becomes of something sent to it. No receipt means that it waits for the device. */
  async function follow(sending: Promise<Receipt | undefined>, done?: typeof then): Promise<void> {
    sent = sending;
    then = done;
    outcome = "sending";
    bar.removeAttribute("value");
    render();
    const settled = await sending.catch((error: LiquidError) => error);
    if (sent !== sending) return;
    outcome = settled;
    render();
    if (then) then(settled && "status" in settled ? settled : undefined);
    else if (done) tell();
    then = undefined;
  }

  const waits = () => liquid.waiting().some(({ to }) => to === id);

  function inWords(): string {
    const { online, page, lastSeen } = instance;
    if (waits() && !liquid.connected) return texts.laterRelay;
    if (waits() && !online) return texts.later;
    if (outcome === "sending") return texts.sending;
    if (outcome && !("status" in outcome)) {
      return outcome.code === "canceled" ? texts.canceled : texts.notSent(why(outcome));
    }
    if (outcome && (waits() || outcome.status !== "waiting")) return receiptInWords(outcome);
    if (!online) return lastSeen ? texts.lastSeen(ago(lastSeen, texts)) : texts.away;
    if (!liquid.connected) return texts.wasHere;
    const { pathname, search } = new URL(page);
    // It may come from another of the page's addresses: `localhost` here is something else there.
    return pathname + search === location.pathname + location.search ? texts.here : texts.elsewhere(page);
  }

  function receiptInWords(receipt: Receipt): string {
    const { status, reason, leftOut } = receipt;
    if (status === "waiting") return texts.silent;
    if (status === "refused") return reason === "declined" ? texts.declined : texts.notTaken(why(receipt));
    const { length } = leftOut;
    const named = leftOut.slice(0, NAMED).map(why);
    if (length > NAMED) named.push(texts.more(length - NAMED));
    return length ? `${texts.arrived} ${texts.leftOut(length, named.join(", "))}` : texts.arrived;
  }

  /** Shows it anew: the relay may have gone, or come back, or what waits is another. */
  function render(): void {
    const { online, kind = "desktop" } = instance;
    row.classList.toggle("away", !online || !liquid.connected);
    picture.replaceChildren(icon(DEVICES[kind] ?? DEVICES.desktop!));
    name.textContent = instance.name;
    state.textContent = inWords();
    copy.setAttribute("aria-label", texts.on(instance.name, texts.copy));
    move.setAttribute("aria-label", texts.on(instance.name, texts.move));
    if (outcome !== "sending") bar.hidden = true;
    if (then && !liquid.connected && waits()) {
      // Nothing more is known before the relay is back.
      const done = then;
      then = undefined;
      done({ status: "waiting" } as Receipt);
    }
    if (listed === outcome) return;
    listed = outcome;
    const lines = typeof outcome === "object" && "status" in outcome ? outcome.leftOut : [];
    more.hidden = !lines.length;
    const told = lines.map(line => element("p", {}, `${why(line)}: ${line.what} (${line.reason})`));
    more.replaceChildren(element("summary", {}, texts.details), ...told);
  }

  return {
    row,
    follow,
    render,

    /** Shows what is known of it now. */
    update(now: Instance): void {
      instance = now;
      render();
    },

    /** Shows a still picture of what is on it, if it allows that. */
    async look(): Promise<void> {
      const miniature = instance.online && (await liquid.miniature(id));
      picture.style.backgroundImage = miniature ? `url("${miniature}")` : "";
    },

    /** How far what is large has come. */
    progress({ sent, total }: Progress): void {
      bar.hidden = outcome !== "sending";
      // Behind the relay nobody counts: the bar moves on until the receipt comes.
      if (sent < total) bar.value = sent / total;
      else bar.removeAttribute("value");
    },

    /** A receipt has come; it is news if it was waited for. */
    answered(receipt: Receipt): void {
      if (!sent || outcome === "sending" || (outcome && (outcome as Receipt).status !== "waiting")) return;
      outcome = receipt;
      render();
      tell();
    },
  };
}
