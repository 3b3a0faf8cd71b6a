// node screenshots.mjs ADDRESS PICTURE: opens the todo page in Chromium and in Firefox, sends the list from one to the
// other, and puts what both show side by side.
import { chromium, firefox } from "./client/node_modules/playwright/index.mjs";

const [address, picture] = process.argv.slice(2);
const height = 660;

const chrome = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
const fox = await firefox.launch({
  channel: "moz-firefox",
  executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
  firefoxUserPrefs: { "layout.css.prefers-color-scheme.content-override": 0 }, // dark
});
try {
  const a = await open(chrome, { viewport: { width: 800, height }, colorScheme: "light", deviceScaleFactor: 1.5 });
  const b = await open(fox, { viewport: { width: 380, height }, deviceScaleFactor: 1.5 });
  for (const todo of ["Water the plants", "Book the train to Tampere", "Read the paper once more"]) {
    await a.fill("#todo-text", todo);
    await a.press("#todo-text", "Enter");
  }
  await a.click("li:nth-child(1) .toggle");
  await a.fill("#todo-text", "Half a tho");
  await a.click("liquid-panel .opener");
  await a.click("liquid-panel li button");
  await a.getByText("Arrived on Firefox on Linux").waitFor();
  await compose(await a.screenshot(), await b.screenshot());
} finally {
  await chrome.close();
  await fox.close();
}

async function open(browser, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => window.liquid !== undefined);
  return page;
}

/** Draws both pictures as windows on one ground. */
async function compose(left, right) {
  const window = image => `<figure><img height="${height}" src="data:image/png;base64,${image.toString("base64")}"></figure>`;
  const page = await chrome.newPage({ viewport: { width: 1290, height: 760 }, deviceScaleFactor: 1.5 });
  await page.setContent(`
    <style>
      body { display: flex; gap: 40px; justify-content: center; align-items: center; height: 100vh; margin: 0;
             background: #c3ded9; }
      figure { margin: 0; padding-top: 28px; overflow: hidden; border-radius: 12px; background: #dde5e7;
               box-shadow: 0 20px 50px rgb(16 42 46 / 25%); position: relative; }
      figure::before { content: "● ● ●"; position: absolute; top: 5px; left: 14px; color: #9fb0b4; font-size: 14px; }
      img { display: block; }
    </style>
    ${window(left)}${window(right)}`);
  await page.screenshot({ path: picture });
}
