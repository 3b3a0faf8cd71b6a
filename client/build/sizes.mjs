// What a page loads before it is there, and each adapter, stay as small as they are meant to be.
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

/** Bytes, minified and gzipped. */
const LIMITS = {
  "liquid.js": 12_000,
  "liquid.mjs": 12_000,
  // With its QR code; 10 kB of 1024 bytes.
  "panel.js": 10_240,
  "react.js": 1500,
  "vue.js": 1500,
  "svelte.js": 1500,
  "preact.js": 1500,
  "alpine.js": 1500,
  "store.js": 1500,
};

/** Fails the build where one is larger. */
export async function checkSizes() {
  for (const [name, limit] of Object.entries(LIMITS)) {
    const size = gzipSync(await readFile(`dist/${name}`), { level: 9 }).length;
    if (size > limit)
      throw new Error(`dist/${name} has ${size} bytes, minified and gzipped; at most ${limit} are meant to be.`);
  }
}
