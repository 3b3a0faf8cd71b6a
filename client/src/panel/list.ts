import type { Instance } from "../index";
import { type Device, deviceOf } from "./device";
import { element } from "./element";
import type { Frame } from "./frame";

/** The list of the other browsers. Rows are updated in place and stay where they are, so that nothing moves under a finger. */
export function listOf(frame: Frame, moved: Parameters<typeof deviceOf>[2]) {
  const { liquid, texts, say, why, on } = frame;
  const list = element("ul", { className: "devices" });
  const devices = new Map<string, Device>();
  const render = () => devices.forEach(device => void device.render());
  on("receipt", receipt => devices.get(receipt.from)?.answered(receipt));
  on("progress", progress => {
    devices.forEach((device, id) => void ([id, "*"].includes(progress.to) && device.progress(progress)));
  });

  return {
    list,
    render,

    /** Shows these instances and no others. One that is new and here comes before those that are away. */
    update(others: readonly Instance[]): void {
      for (const instance of others) {
        const { id, online } = instance;
        const device = devices.get(id) ?? deviceOf(instance, frame, moved);
        if (!devices.has(id)) list.insertBefore(device.row, online ? list.querySelector(".away") : null);
        devices.set(id, device);
        device.update(instance);
      }
      for (const [id, { row }] of devices) {
        if (others.some(other => other.id === id)) continue;
        row.remove();
        devices.delete(id);
      }
    },

    /** For a moment in which nobody looks: those that are here stand before those that are away, and their pictures are new. */
    arrange(): void {
      list.append(...list.querySelectorAll(".away"));
      render();
      devices.forEach(device => void device.look());
    },

    /** Sends the page to all of them. */
    async sendToAll(): Promise<void> {
      const sent = liquid.broadcast();
      devices.forEach((device, id) => void device.follow(sent.then(all => all.find(({ from }) => from === id))));
      const told = await sent.then(
        all => texts.ofAll(all.filter(({ status }) => status === "applied").length, devices.size),
        error => texts.notSent(why(error)),
      );
      say(told);
    },
  };
}
