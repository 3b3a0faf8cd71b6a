interface UserAgentData {
  brands: { brand: string }[];
  platform: string;
}

/** What stands in a user agent, and what people call it; the first that is found counts. */
const BROWSERS = {
  Edg: "Edge",
  OPR: "Opera",
  SamsungBrowser: "Samsung Internet",
  Firefox: "Firefox",
  FxiOS: "Firefox",
  Chrome: "Chrome",
  CriOS: "Chrome",
  Safari: "Safari",
  "": "Browser",
};
const SYSTEMS = {
  iPhone: "iPhone",
  iPad: "iPad",
  Android: "Android",
  CrOS: "ChromeOS",
  Windows: "Windows",
  Mac: "Mac",
  Linux: "Linux",
  "": "a device",
};

/** A name for this browser that a person recognizes, such as "Chromium on Linux". */
export function browserName(browser: Navigator & { userAgentData?: UserAgentData } = navigator): string {
  const { userAgent, userAgentData } = browser;
  const find = (names: object) => Object.entries(names).find(([part]) => userAgent.includes(part))![1] as string;
  const brands = userAgentData?.brands.map(({ brand }) => brand).filter(brand => !/not.*brand/i.test(brand)) ?? [];
  // Every browser of the family lists Chromium beside its own brand.
  const brand = brands.find(name => name !== "Chromium") ?? brands[0] ?? find(BROWSERS);
  return `${brand} on ${userAgentData?.platform || find(SYSTEMS)}`.slice(0, 80);
}
