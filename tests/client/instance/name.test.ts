import { expect, test } from "vitest";
import { browserName } from "../../../client/src/instance/name";

const brands = (...names: string[]) => names.map(brand => ({ brand }));

test.each([
  ["Chromium on Linux", "Linux", brands("Not;A=Brand", "Chromium")],
  ["Google Chrome on Windows", "Windows", brands("Google Chrome", "Not.A/Brand", "Chromium")],
  ["Microsoft Edge on macOS", "macOS", brands("Not(A:Brand", "Chromium", "Microsoft Edge")],
])("a browser that tells its brands is %s", (name, platform, list) => {
  const agent = { userAgent: "", userAgentData: { brands: list, platform } };
  expect(browserName(agent as unknown as Navigator)).toBe(name);
});

test.each([
  ["Firefox on Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"],
  ["Firefox on Android", "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"],
  [
    "Safari on iPhone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
  ],
  [
    "Chrome on Android",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
  ],
  [
    "Edge on Windows",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
  ],
  ["Browser on a device", "curl/8"],
])("%s is read from the user agent", (name, userAgent) => {
  expect(browserName({ userAgent } as Navigator)).toBe(name);
});
