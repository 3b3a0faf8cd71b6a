import type { Instance, Liquid, Receipt } from "../index";
import { Device } from "./device";
import { element } from "./element";
import { ofAllInWords } from "./words";

/** The list of the other browsers. Rows are updated in place and stay where they are, so that nothing moves under a finger. */
export class Devices {
  readonly list = element("ul", {});
  readonly #devices = new Map<string, Device>();
  readonly #liquid: Liquid;
  readonly #announce: (text: string) => void;

  constructor(liquid: Liquid, announce: (text: string) => void) {
    this.#liquid = liquid;
    this.#announce = announce;
  }

  /** Shows these instances and no others. */
  update(others: readonly Instance[]): void {
    for (const instance of others) this.#device(instance).update(instance);
    const present = new Set(others.map(({ id }) => id));
    for (const [id, device] of this.#devices) {
      if (present.has(id)) continue;
      device.row.remove();
      this.#devices.delete(id);
    }
  }

  /** Puts those that are here before those that are away; for a moment in which nobody looks. */
  arrange(): void {
    const away = [...this.list.children].filter(row => row.classList.contains("away"));
    this.list.append(...away);
  }

  /** Sends the page to all of them. */
  async sendToAll(): Promise<void> {
    const sent = this.#liquid.broadcast();
    for (const [id, device] of this.#devices) void device.follow(sent.then(all => all.find(({ from }) => from === id)));
    this.#announce(await sent.then(ofAllInWords, error => `Not sent: ${error.message}`));
  }

  /** The relay has gone, or come back. */
  connectionChanged(): void {
    for (const device of this.#devices.values()) device.render();
  }

  /** A receipt has come. */
  answered(receipt: Receipt): void {
    this.#devices.get(receipt.from)?.answered(receipt);
  }

  /** The device of an instance. One that is new and here comes before those that are away. */
  #device(instance: Instance): Device {
    let device = this.#devices.get(instance.id);
    if (!device) {
      device = new Device(instance, this.#liquid, this.#announce);
      this.#devices.set(instance.id, device);
      this.list.insertBefore(device.row, instance.online ? this.list.querySelector(".away") : null);
    }
    return device;
  }
}
