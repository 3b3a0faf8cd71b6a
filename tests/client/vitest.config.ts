import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { compile } from "svelte/compiler";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vitest/node";

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

/** The client's adapters stand outside of this folder, where nothing is installed for them: they get what the tests have. */
const frameworks: Plugin = {
  name: "frameworks",
  enforce: "pre",
  resolveId(source, importer) {
    if (!/^(react|vue|svelte)$/.test(source) || !importer?.includes("/client/src/adapters/")) return undefined;
    return this.resolve(source, fileURLToPath(import.meta.url), { skipSelf: true });
  },
};

const svelte: Plugin = {
  name: "svelte components",
  transform: (code, id) =>
    id.endsWith(".svelte") ? compile(code, { filename: id, generate: "client", dev: true }).js : undefined,
};

export default defineConfig({
  plugins: [frameworks, svelte],
  // Vue warns where nobody says them.
  define: {
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  // The tests read the client's sources and the conformance cases, which stand outside of this folder.
  server: { fs: { allow: ["../.."] } },
  optimizeDeps: {
    exclude: ["svelte"],
    include: ["fast-check", "react", "react-dom/client", "vue", "alpinejs", "zustand/vanilla"],
  },
  test: {
    include: ["**/*.test.ts"],
    // On a busy machine, a framework may take its time to render.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 20_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath, args: ["--no-sandbox", "--disable-gpu"] } }),
      instances: [{ browser: "chromium" }],
    },
  },
});
