interface UserAgentData {
  brands: { brand: string }[];
  platform: string;
}

const BROWSERS: [RegExp, string][] = [
  [/Edg/, "Edge"],
  [/OPR/, "Opera"],
  [/SamsungBrowser/, "Samsung Internet"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrom|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPod/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/CrOS/, "ChromeOS"],
  [/Windows/, "Windows"],
  [/Mac/, "Mac"],
  [/Linux/, "Linux"],
];

/** A name for this browser that a person recognizes, such as "Chromium on Linux". */
export function browserName(
  { userAgent, userAgentData: data } = navigator as Navigator & { userAgentData?: UserAgentData },
): string {
  const brands = (data?.brands ?? []).map(({ brand }) => brand).filter(brand => !/not.*brand/i.test(brand));
  // Every browser of the family lists Chromium beside its own brand.
  const brand = brands.find(name => name !== "Chromium") ?? brands[0];
  return `${brand ?? first(BROWSERS, userAgent, "Browser")} on ${data?.platform || first(SYSTEMS, userAgent, "a device")}`.slice(
    0,
    80,
  );
}

function first(names: [RegExp, string][], userAgent: string, otherwise: string): string {
  return names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? otherwise;
}
