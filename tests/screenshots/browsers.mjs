import { chromium, firefox } from "../client/node_modules/playwright/index.mjs";

/** What the laptop is called in its network: a code with `localhost` in it would lead a phone to the phone, so none is shown. */
const LAN = "laptop.local";

/** The page's address as others in the network know it. */
export function inNetwork(address) {
  const url = new URL(address);
  url.hostname = LAN;
  return url.href;
}

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [`--host-resolver-rules=MAP ${LAN} 127.0.0.1`],
  });

export const launchFirefox = () =>
  firefox.launch({ channel: "moz-firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" });

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
export const LAPTOP = { viewport: { width: 1280, height: 800 } };

export const TODOS = ["Water the plants", "Book the train to Tampere", "Read the paper once more"];

/** Opens the page in a browser of its own, under a name. */
export async function open(browser, address, name, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => window.liquid && document.querySelector("liquid-panel"));
  await page.evaluate(name => window.liquid.rename(name), name);
  return page;
}

/** Brings the others into the space of the first, by a code for each. */
export async function bringTogether(first, ...others) {
  for (const other of others) {
    const code = await first.evaluate(() => window.liquid.pair().then(({ code }) => code));
    await other.evaluate(code => window.liquid.join(code), code);
    const name = await other.evaluate(() => window.liquid.name);
    await first.waitForFunction(
      name => window.liquid.instances().then(all => all.some(one => one.name === name && one.online)),
      name,
    );
  }
}

export async function write(page, todos) {
  for (const todo of todos) {
    await page.fill("#todo-text", todo);
    await page.press("#todo-text", "Enter");
  }
}

/** Two frames: what was changed is drawn. */
export const drawn = page =>
  page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
