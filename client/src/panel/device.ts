import type { Instance, Liquid, Receipt } from "../index";
import { element, setText } from "./element";
import { inWords } from "./words";

/** One other browser: its row in the list, and what became of the last thing sent to it. */
export class Device {
  readonly row: HTMLLIElement;
  readonly #liquid: Liquid;
  readonly #announce: (text: string) => void;
  readonly #name = element("span", { className: "name" });
  readonly #state = element("span", { className: "state" });
  readonly #button: HTMLButtonElement;
  #instance: Instance;
  /** What was sent last, so that a slower answer to something older is no news. */
  #sent: Promise<Receipt | undefined> | undefined;
  #outcome: "sending" | "waiting" | Receipt | Error | undefined;

  /** @param announce tells the person what happened */
  constructor(instance: Instance, liquid: Liquid, announce: (text: string) => void) {
    this.#instance = instance;
    this.#liquid = liquid;
    this.#announce = announce;
    this.#button = element("button", { type: "button", textContent: "Send" });
    this.#button.onclick = () => void this.follow(liquid.migrate(instance.id)).then(() => this.#tell());
    this.row = element("li", {}, element("span", { className: "about" }, this.#name, this.#state), this.#button);
  }

  /** Shows what is known of it now. */
  update(instance: Instance): void {
    this.#instance = instance;
    this.render();
  }

  /** Shows what becomes of something sent to it. No receipt means that none is to be had yet. */
  async follow(sent: Promise<Receipt | undefined>): Promise<void> {
    this.#sent = sent;
    this.#outcome = "sending";
    this.render();
    const outcome = await sent.catch(error => (error instanceof Error ? error : new Error(String(error))));
    if (this.#sent !== sent) return;
    this.#outcome =
      outcome === undefined || ("status" in outcome && outcome.status === "waiting") ? "waiting" : outcome;
    this.render();
  }

  /** A receipt has come; it is news if it was waited for. */
  answered(receipt: Receipt): void {
    if (this.#outcome !== "waiting") return;
    this.#outcome = receipt;
    this.render();
    this.#tell();
  }

  #tell(): void {
    this.#announce(this.#inWords(this.#instance.name));
  }

  /** Shows it anew: the relay may have gone, or come back. */
  render(): void {
    const { name, online } = this.#instance;
    this.row.classList.toggle("away", !online);
    setText(this.#name, name);
    setText(this.#state, this.#inWords());
    this.#button.setAttribute("aria-label", `Send to ${name}`);
  }

  #inWords(name?: string): string {
    const outcome = this.#outcome;
    const { online, page } = this.#instance;
    if (outcome === "sending") return this.#liquid.connected ? "Sending…" : "Waiting: not connected";
    if (outcome === "waiting")
      return `Waiting${name ? ` for ${name}` : ""}: it ${online ? "does not answer" : "is away"}`;
    if (outcome instanceof Error) return `Not sent: ${outcome.message}`;
    if (outcome) return inWords(outcome, name);
    if (!online) return "Away";
    return samePage(page) ? "Here now" : `On another page: ${page}`;
  }
}

function samePage(address: string): boolean {
  return address.split("#")[0] === location.href.split("#")[0];
}
