// node dashboard.mjs ADDRESS FOLDER: lets a few windows of the todo page move their lists for a minute, and takes pictures of the
// relay's dashboard: narrow and wide, light and dark.
import { chromium } from "../client/node_modules/playwright/index.mjs";

const [address, folder] = process.argv.slice(2);
const seconds = 60;
const todos = ["Water the plants", "Book the train to Tampere", "Read the paper once more", "Call Aino", "Buy oat milk"];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
try {
  const dashboards = [];
  for (const [width, height] of [[360, 740], [1280, 800]]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme });
      await page.goto(new URL("liquid/", address).href);
      dashboards.push({ page, path: `${folder}/${width}x${height}-${colorScheme}.png` });
    }
  }
  // Who was let in by a code is in the laptop's space, everybody else in one of their own.
  const laptop = await join(await browser.newContext(), "Laptop");
  const phone = await join(await invited(laptop, { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true }), "Pixel 9");
  const tablet = await join(await invited(laptop, { viewport: { width: 1024, height: 768 }, isMobile: true, hasTouch: true }), "Kitchen tablet");
  await join(await browser.newContext(), "Aino's laptop");
  const [phoneId, tabletId] = [await idOf(phone), await idOf(tablet)];
  await tablet.close();
  for (let second = 0; second < seconds; second++) {
    if (second % 12 === 0) await add(laptop, todos[second / 12]);
    for (let times = 0; times <= 3 + 3 * Math.sin(second / 5); times++) {
      await laptop.click("li:first-child .toggle");
      await laptop.evaluate(id => liquid.migrate(id), phoneId);
    }
    await nextSample(dashboards[0].page);
  }
  await laptop.evaluate(id => void liquid.migrate(id), tabletId);
  for (const { page, path } of dashboards) {
    await page.getByText("1 message waiting").waitFor();
    await page.screenshot({ path });
  }
} finally {
  await browser.close();
}

/** A window of the todo page that calls itself so. */
async function join(context, name) {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => globalThis.liquid !== undefined);
  await page.evaluate(to => liquid.rename(to), name);
  return page;
}

/** Another browser that a page has let in by a code. */
async function invited(page, options) {
  const { code } = await page.evaluate(() => liquid.pair());
  const context = await browser.newContext(options);
  const { origin } = new URL(address);
  const joined = await context.request.post(new URL("liquid/pair/join", address).href, { data: { code }, headers: { origin } });
  if (!joined.ok()) throw new Error(await joined.text());
  return context;
}

/** The dashboard draws its charts anew once a second. */
function nextSample(page) {
  return page.evaluate(
    () =>
      new Promise(drawn => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          drawn();
        });
        observer.observe(document.querySelector("#vitals"), { subtree: true, childList: true, attributes: true, characterData: true });
      }),
  );
}

function idOf(page) {
  return page.evaluate(() => liquid.id);
}

async function add(page, todo) {
  await page.fill("#todo-text", todo);
  await page.press("#todo-text", "Enter");
}
