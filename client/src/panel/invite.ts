import type { LiquidError } from "../index";
import { box, button, element, item } from "./element";
import { ago, type Frame } from "./frame";
import { modules } from "./qr";

/** Draws a code dark on light, in every colour scheme, with the quiet border that readers look for. */
function qr(canvas: HTMLCanvasElement, address: string): void {
  const rows = modules(address);
  canvas.hidden = !rows;
  if (!rows) return;
  canvas.width = canvas.height = rows.length + 6;
  const context = canvas.getContext("2d")!;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.width);
  context.fillStyle = "#000";
  for (const [y, row] of rows.entries()) {
    for (const [x, dark] of row.entries()) if (dark) context.fillRect(x + 3, y + 3, 1, 1);
  }
}

/** The part of the panel that brings another device in, and takes one out. */
export function inviteOf({ liquid, texts, say }: Frame) {
  const shown = box("invite");
  const picture = element("canvas", { role: "img", "aria-label": texts.scan });
  const address = box("address");
  const left = box("state");
  const field = element("input", { autocomplete: "off", maxLength: 12 });
  const said = box("state");
  const devices = box("");
  const submit = element("button", { className: "main" }, texts.join);
  const join = element("form", { className: "line" }, element("label", {}, texts.haveCode, field), submit);
  join.onsubmit = event => {
    event.preventDefault();
    void tell(liquid.join(field.value).then(open), texts.joined);
  };
  let clock: ReturnType<typeof setInterval>;

  async function tell(done: Promise<unknown>, words: string): Promise<void> {
    said.textContent = await done.then(
      () => words,
      (error: LiquidError) => error.message,
    );
    say(said.textContent);
  }

  function draw(link: string): void {
    qr(picture, link);
    address.textContent = link.split("#")[0]!;
  }

  /** The addresses to choose from, or why there is none that another device reaches. */
  function choose(links: string[]): HTMLElement[] {
    draw(links[0]!);
    if (/^\w+:\/\/(localhost|127\.|\[::1)/.test(links[0]!)) return [box("calm", texts.onlyHere)];
    const options = links.map(link => element("option", { value: link }, new URL(link).host));
    const select = element("select", { onchange: () => draw(select.value) }, ...options);
    return [element("label", {}, texts.address, select)];
  }

  async function open(): Promise<void> {
    clearInterval(clock);
    try {
      const { code, links, expires } = await liquid.pair();
      const tick = () => {
        const seconds = Math.max(0, Math.round((Date.parse(expires) - Date.now()) / 1000));
        // Not in the live region: nobody wants to hear every second.
        left.textContent = texts.goodFor(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
        if (seconds) return;
        clearInterval(clock);
        picture.hidden = true;
        left.replaceChildren(button("", texts.newCode, open));
      };
      const spelt = element("p", { className: "code", "aria-label": [...code].join(" "), role: "img" }, code);
      shown.replaceChildren(texts.scan, picture, ...choose(links), address, spelt, left, join, said, devices);
      clock = setInterval(tick, 1000);
      tick();
      await list();
    } catch (error) {
      const { code, message } = error as LiquidError;
      const everybody = code === "not_paired";
      if (everybody) draw(location.href);
      shown.replaceChildren(...(everybody ? [texts.everybody, picture, address] : [message]));
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

  return { shown, open, close: () => clearInterval(clock) };
}
