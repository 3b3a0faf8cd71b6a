// node film.mjs ADDRESS FOLDER: the frames of the README's short film, and the arguments of img2webp that put them together.
// A page moves from Firefox on a laptop to Chromium as on a phone, goes on there, and is taken back.
import { writeFile } from "node:fs/promises";
import { bringTogether, drawn, launch, launchFirefox, open, PHONE, write } from "./browsers.mjs";

const [address, folder] = process.argv.slice(2);
const [chrome, fox] = [await launch(), await launchFirefox()];
const frames = [];
try {
  const laptop = await open(fox, address, "Laptop", { viewport: { width: 860, height: 600 }, colorScheme: "light", deviceScaleFactor: 1.5 });
  const phone = await open(chrome, address, "Pixel 9", { ...PHONE, viewport: { width: 330, height: 600 }, colorScheme: "dark", deviceScaleFactor: 1.5 });
  await bringTogether(laptop, phone);
  const stage = await chrome.newPage({ viewport: { width: 1280, height: 700 }, deviceScaleFactor: 1.5 });

  /** Takes a picture of both as they are, for some milliseconds; a dot shows where somebody is about to press. */
  async function show(duration, pressed) {
    await Promise.all([laptop, phone].map(drawn));
    const [left, right] = await Promise.all([laptop, phone].map(page => page.screenshot({ type: "png" })));
    const box = await pressed?.boundingBox();
    const dot = box && {
      side: pressed.page() === laptop ? "left" : "right",
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
    };
    const window = (side, image) =>
      `<figure class="${side}"><img height="600" src="data:image/png;base64,${image.toString("base64")}">${
        dot?.side === side ? `<i style="left:${dot.x}px;top:${dot.y}px"></i>` : ""
      }</figure>`;
    await stage.setContent(`
      <style>
        body { display: flex; gap: 36px; justify-content: center; align-items: center; height: 100vh; margin: 0; background: #c3ded9; }
        figure { position: relative; margin: 0; border: solid #24383b; border-width: 26px 0 0; border-radius: 12px; line-height: 0;
                 box-shadow: 0 18px 44px rgb(16 42 46 / 28%); }
        .right { border-width: 14px 8px; border-radius: 26px; }
        .left img { border-radius: 0 0 12px 12px; }
        i { position: absolute; width: 34px; height: 34px; margin: -17px; border-radius: 50%; background: rgb(255 138 76 / 55%);
            box-shadow: 0 0 0 3px rgb(255 138 76 / 90%); }
      </style>
      ${window("left", left)}${window("right", right)}`);
    const path = `${folder}/${String(frames.length).padStart(3, "0")}.png`;
    await stage.screenshot({ path });
    frames.push(`-d ${duration} ${path}`);
  }

  /** Shows where is pressed, and presses. */
  async function press(locator) {
    await locator.waitFor();
    await show(600, locator);
    await locator.click();
  }

  async function type(page, text, step) {
    for (let end = step; end < text.length + step; end += step) {
      await page.fill("#todo-text", text.slice(0, end));
      await show(110);
    }
    await page.press("#todo-text", "Enter");
    await show(500);
  }

  const shown = selector => `liquid-panel ${selector}`;
  await write(laptop, ["Water the plants"]);
  await show(900);
  await type(laptop, "Book the train to Tampere", 4);
  await laptop.fill("#todo-text", "Half a tho");
  await show(500);
  await press(laptop.locator(shown(".opener")));
  await show(700);
  await press(laptop.getByRole("button", { name: "Pixel 9: Move there" }));
  await laptop.waitForSelector(shown(".cover[open]"));
  await phone.waitForSelector(shown(".toast"));
  await show(1900);
  await press(phone.locator("li:nth-child(1) .toggle"));
  await phone.fill("#todo-text", "Half a thought, finished here");
  await show(900);
  await phone.press("#todo-text", "Enter");
  await show(1000);
  await press(laptop.getByRole("button", { name: "Take back" }));
  await laptop.waitForSelector(shown(".toast"));
  await show(2800);
  await writeFile(`${folder}/list`, frames.join(" "));
} finally {
  await chrome.close();
  await fox.close();
}
