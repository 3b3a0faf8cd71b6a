import type { LiquidError } from "../index";
import { box, button, element, item } from "./element";
import { ago, type Frame } from "./frame";
import { modules, SIZE } from "./qr";

/** Draws a code; what is light in it, and the quiet border that readers look for, is the canvas' own. */
function qr(canvas: HTMLCanvasElement, address: string): void {
  const rows = modules(address);
  canvas.hidden = !rows;
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext("2d")!;
  rows?.forEach((row, y) => {
    row.forEach((dark, x) => {
      context.fillRect(x, y, +dark, 1);
    });
  });
}

/** The part of the panel that brings another device in, and takes one out. */
export function inviteOf({ liquid, texts, say, why }: Frame) {
  const shown = box("invite");
  const picture = element("canvas", { role: "img", "aria-label": texts.scan });
  const address = box("address");
  const left = box("address");
  const field = element("input", { autocomplete: "off", maxLength: 12, required: true });
  const said = box("address");
  const devices = box("");
  const submit = element("button", { className: "main" }, texts.join);
  const join = element("form", { className: "line" }, element("label", {}, texts.haveCode, field), submit);
  join.onsubmit = event => {
    event.preventDefault();
    void tell(liquid.join(field.value).then(open), texts.joined);
  };
  let clock: ReturnType<typeof setInterval>;
  let failed = false;

  async function tell(done: Promise<unknown>, words: string): Promise<void> {
    said.textContent = await done.then(() => words, why);
    say(said.textContent);
  }

  function draw(link: string): void {
    qr(picture, link);
    address.textContent = link.split("#")[0]!;
  }

  /** A picture to scan and the addresses to choose from, or why there is none that another device reaches. */
  function choose(links: string[]): (HTMLElement | string)[] {
    draw(links[0]!);
    if (/^\w+:\/\/(localhost|127\.|\[::1)/.test(links[0]!)) return [box("calm", texts.onlyHere)];
    const options = links.map(link => element("option", { value: link }, new URL(link).host));
    const select = element("select", { onchange: () => draw(select.value) }, ...options);
    return [texts.scan, picture, element("label", {}, texts.address, select)];
  }

  async function open(): Promise<void> {
    clearInterval(clock);
    failed = false;
    try {
      const { code, links, expires } = await liquid.pair();
      const tick = () => {
        const rest = Math.max(0, Date.parse(expires) - Date.now());
        // Its minutes and seconds. Not in the live region: nobody wants to hear every second.
        left.textContent = texts.goodFor(new Date(rest).toISOString().slice(15, 19));
        if (rest) return;
        clearInterval(clock);
        picture.hidden = true;
        left.replaceChildren(button("", texts.newCode, open));
      };
      const spelt = element("p", { className: "code", "aria-label": [...code].join(" "), role: "img" }, code);
      shown.replaceChildren(...choose(links), address, spelt, left, join, said, devices);
      clock = setInterval(tick, 1000);
      tick();
      await list();
    } catch (error) {
      failed = true;
      const everybody = (error as LiquidError).code === "not_paired";
      if (everybody) draw(location.href);
      // That there is no connection is told above.
      const told = liquid.connected ? why(error as LiquidError) : "";
      shown.replaceChildren(...(everybody ? [texts.everybody, picture, address] : [told]));
    }
  }

  async function list(): Promise<void> {
    const others = (await liquid.devices()).filter(({ self }) => !self);
    devices.replaceChildren(
      ...(others.length ? [element("h3", {}, texts.devices)] : []),
      ...others.map(({ id, name, added }) => {
        const named = name || texts.unnamed;
        const remove = () => tell(liquid.removeDevice(id).then(list), texts.removed(named));
        return item(
          texts.added(named, ago(added, texts)),
          button("", texts.remove, remove, texts.on(named, texts.remove)),
        );
      }),
    );
  }

  return {
    shown,
    open,
    /** Asks for a code again if there was none, now that the relay is back. */
    again: () => failed && open(),
    close(): void {
      clearInterval(clock);
      failed = false;
    },
  };
}
