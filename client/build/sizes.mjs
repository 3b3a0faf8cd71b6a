// What is built stays as small as it is meant to be.
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

/** Bytes, minified and gzipped: close above what each has, so that nothing grows unnoticed. */
const LIMITS = {
  "liquid.js": 11_950,
  "liquid.mjs": 11_950,
  "engine.js": 52_200,
  "pairing.js": 850,
  "auto.js": 550,
  // With its QR code. Meant to be 10,000; the rest is for what another version of Node packs less tightly.
  "panel.js": 10_100,
  "panel.de.js": 2250,
  "dashboard/dashboard.js": 4800,
  "react.js": 500,
  "vue.js": 1000,
  "svelte.js": 350,
  "preact.js": 350,
  "alpine.js": 600,
  "store.js": 350,
};

/** Fails the build where one is larger. */
export async function checkSizes() {
  for (const [name, limit] of Object.entries(LIMITS)) {
    const size = gzipSync(await readFile(`dist/${name}`), { level: 9 }).length;
    if (size > limit)
      throw new Error(`dist/${name} has ${size} bytes, minified and gzipped; at most ${limit} are meant to be.`);
  }
}
