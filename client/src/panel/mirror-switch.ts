import type { Liquid } from "../index";
import { element } from "./element";

/** The switch that mirrors this page to all others while it is on. */
export class MirrorSwitch {
  readonly button = element(
    "button",
    { type: "button", className: "mirror", role: "switch", "aria-checked": "false" },
    element("span", { className: "track" }),
    "Mirror",
  );
  #stop: (() => void) | undefined;

  constructor(liquid: Liquid, announce: (text: string) => void) {
    this.button.onclick = () => {
      const on = this.#stop === undefined;
      if (on) this.#stop = liquid.mirror();
      else this.stop();
      this.button.setAttribute("aria-checked", String(on));
      announce(on ? "Mirroring: the others follow what happens here" : "No longer mirroring");
    };
  }

  /** Ends the mirroring, where there is any. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
