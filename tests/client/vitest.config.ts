import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

// Vitest's report of failures groups with what Node 20 does not have.
Map.groupBy ??= (items, keyOf) => {
  const groups = new Map();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
};

// Chromium as the system installs it, unless CHROMIUM names another program.
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  // The tests read the client's sources and the conformance cases, which stand outside of this folder.
  server: { fs: { allow: ["../.."] } },
  optimizeDeps: { include: ["fast-check"] },
  test: {
    include: ["**/*.test.ts"],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath, args: ["--no-sandbox", "--disable-gpu"] } }),
      instances: [{ browser: "chromium" }],
    },
  },
});
