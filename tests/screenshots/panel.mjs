// node panel.mjs ADDRESS FOLDER: the panel on a phone and on a laptop, light and dark, with what people meet in it.
import { bringTogether, drawn, inNetwork, LAPTOP, launch, open, PHONE, TODOS, write } from "./browsers.mjs";

const [local, folder] = process.argv.slice(2);
const address = inNetwork(local);
const browser = await launch();
try {
  for (const colorScheme of ["light", "dark"]) {
    const laptop = await open(browser, address, "Laptop", { ...LAPTOP, colorScheme });
    const phone = await open(browser, address, "Pixel 9", { ...PHONE, colorScheme });
    const tablet = await open(browser, address, "Kitchen tablet", { ...PHONE, viewport: { width: 800, height: 1100 } });
    await bringTogether(laptop, phone, tablet);
    await write(laptop, TODOS);
    await laptop.click("li:nth-child(1) .toggle");
    await write(phone, TODOS.slice(1));
    for (const page of [laptop, phone]) {
      await page.click("liquid-panel .opener");
      await page.getByRole("switch", { name: "miniature" }).click();
      await page.getByRole("button", { name: "Close" }).click();
    }
    await tablet.context().close();
    await laptop.getByText("Pixel 9").first().waitFor({ state: "attached" });

    for (const [page, name] of [
      [laptop, "laptop"],
      [phone, "phone"],
    ]) {
      const picture = async what => {
        await drawn(page);
        await page.screenshot({ path: `${folder}/${name}-${what}-${colorScheme}.png` });
      };
      await page.click("liquid-panel .opener");
      await page.waitForSelector("liquid-panel .pic[style*=data]");
      await picture("menu");
      await page.getByRole("button", { name: "Add a device" }).click();
      await page.waitForSelector("liquid-panel .code");
      await picture("add");
      await page.getByRole("button", { name: "Close" }).click();
    }

    await laptop.click("liquid-panel .opener");
    await laptop.getByRole("button", { name: "Pixel 9: Copy there" }).click();
    await phone.waitForSelector("liquid-panel .card");
    await drawn(phone);
    await phone.screenshot({ path: `${folder}/phone-question-${colorScheme}.png` });
    await phone.getByRole("button", { name: "Apply" }).click();
    await phone.waitForSelector("liquid-panel .toast");
    await drawn(phone);
    await phone.screenshot({ path: `${folder}/phone-toast-${colorScheme}.png` });
    await laptop.getByRole("button", { name: "Pixel 9: Move there" }).click();
    await laptop.waitForSelector("liquid-panel .cover[open]");
    await drawn(laptop);
    await laptop.screenshot({ path: `${folder}/laptop-cover-${colorScheme}.png` });
    await laptop.context().close();
    await phone.context().close();
  }
} finally {
  await browser.close();
}
