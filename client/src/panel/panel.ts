import type { Instance, Liquid } from "../index";
import { Devices } from "./devices";
import { element, icon, setText } from "./element";
import { MirrorSwitch } from "./mirror-switch";
import { style } from "./style";
import { presenceInWords } from "./words";

const FLOW = "M5 8.5h14M16 5.5l3 3-3 3M19 15.5H5M8 12.5l-3 3 3 3";
const CROSS = "M6 6l12 12M18 6L6 18";
const NOBODY = "Nobody else is here. Open this page in another browser, and it appears.";
const RETRYING = "Not connected. Trying again; what you send now goes when the relay is back.";

/** A round button in the corner of the page, and behind it the other browsers with what can be sent to them. */
export class LiquidPanel extends HTMLElement {
  readonly #liquid: Liquid;
  readonly #ended = new AbortController();
  readonly #devices: Devices;
  readonly #mirror: MirrorSwitch;
  readonly #here = element("p", { className: "here" });
  readonly #cut = element("p", { className: "cut", hidden: true });
  readonly #nobody = element("p", { className: "nobody", textContent: NOBODY });
  readonly #all = element("button", { type: "button", className: "all", textContent: "Send to all" });
  readonly #said = element("p", { className: "said", role: "status" });
  readonly #dialog: HTMLElement;
  readonly #count = element("span", { className: "count" });
  readonly #opener: HTMLButtonElement;

  constructor(liquid: Liquid) {
    super();
    const announce = (text: string) => setText(this.#said, text);
    this.#liquid = liquid;
    this.#devices = new Devices(liquid, announce);
    this.#mirror = new MirrorSwitch(liquid, announce);
    this.#opener = element(
      "button",
      { type: "button", className: "opener", "aria-expanded": "false" },
      icon(FLOW),
      this.#count,
    );
    const close = element("button", { type: "button", className: "close", "aria-label": "Close" }, icon(CROSS));
    this.#dialog = element(
      "section",
      { role: "dialog", "aria-label": "Send this page", tabIndex: -1, hidden: true },
      element("header", {}, element("h2", { textContent: "Send this page" }), this.#here, close),
      this.#cut,
      this.#nobody,
      this.#devices.list,
      element("footer", {}, this.#mirror.button, this.#all),
      this.#said,
    );
    this.#opener.onclick = ({ detail }) => (this.#dialog.hidden ? this.#unfold(detail === 0) : this.#fold());
    close.onclick = () => this.#fold();
    this.#all.onclick = () => void this.#devices.sendToAll();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style()];
    root.append(this.#opener, this.#dialog);
  }

  connectedCallback(): void {
    const { signal } = this.#ended;
    this.#liquid.addEventListener("instances", ({ detail }) => this.#showInstances(detail), { signal });
    this.#liquid.addEventListener("receipt", ({ detail }) => this.#devices.answered(detail), { signal });
    this.#liquid.addEventListener("connected", () => this.#showConnection(), { signal });
    this.#liquid.addEventListener("disconnected", ({ detail }) => this.#showConnection(detail.error?.message), {
      signal,
    });
    document.addEventListener("keydown", event => event.key === "Escape" && this.#fold(), { capture: true, signal });
    // What is pressed here is none of the page's business: the menu that is open in it stays open, and is sent open.
    for (const type of ["pointerdown", "mousedown", "click", "keydown", "keyup"]) {
      this.addEventListener(type, event => event.stopPropagation());
    }
    // The caret stays in the page's field, and is sent with it.
    this.addEventListener("mousedown", event => isButton(event) && event.preventDefault());
    // Fails where the relay refuses this page for good, which `disconnected` tells too.
    this.#liquid.instances().then(
      instances => this.#showInstances(instances),
      () => {},
    );
    this.#showConnection();
  }

  /** Ends the mirroring and takes the panel from the page. */
  end(): void {
    this.#mirror.stop();
    this.#ended.abort();
    this.remove();
  }

  #unfold(byKeyboard: boolean): void {
    this.#devices.arrange();
    this.#dialog.hidden = false;
    this.#opener.setAttribute("aria-expanded", "true");
    if (byKeyboard) this.#dialog.focus();
  }

  #fold(): void {
    const focused = this.#dialog.contains(this.shadowRoot!.activeElement);
    this.#dialog.hidden = true;
    this.#opener.setAttribute("aria-expanded", "false");
    if (focused) this.#opener.focus();
  }

  #showInstances(instances: readonly Instance[]): void {
    const others = instances.filter(({ self }) => !self);
    const online = others.filter(other => other.online).length;
    const self = instances.find(instance => instance.self);
    this.#devices.update(others);
    this.#nobody.hidden = others.length > 0;
    this.#all.disabled = others.length === 0;
    setText(this.#here, self ? `This is ${self.name}` : "");
    setText(this.#count, online ? String(online) : "");
    this.#opener.setAttribute("aria-label", `Send this page. ${presenceInWords(online)}`);
  }

  #showConnection(problem?: string): void {
    this.#cut.hidden = this.#liquid.connected;
    setText(this.#cut, problem ?? RETRYING);
    this.#opener.classList.toggle("cut-off", !this.#liquid.connected);
    this.#devices.connectionChanged();
  }
}

customElements.define("liquid-panel", LiquidPanel);

function isButton(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof Element && target.closest("button") !== null;
}
