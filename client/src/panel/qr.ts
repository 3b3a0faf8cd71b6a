/**
 * QR codes of texts of up to 106 bytes: byte mode, error correction L, version 5, the first mask (ISO/IEC 18004). One size for all, so that
 * modules are whole pixels. Written here since a library that can do the rest of the standard takes a fifth of what the panel may weigh.
 */

/** Modules along each side. */
export const SIZE = 37;

/** Codewords: data, and what corrects its errors. */
const DATA = 108;
const CORRECTION = 26;

/** What names level L and mask 0, with an error correction of its own. */
const FORMAT = 0x77c4;

/** Rows of modules, `true` for the dark ones; `undefined` if the text is too long. */
export function modules(text: string): boolean[][] | undefined {
  const bytes = [...new TextEncoder().encode(text)];
  if (bytes.length + 2 > DATA) return undefined;
  const words = codewords(bytes);
  const rows = Array.from({ length: SIZE }, (_, y) => Array.from({ length: SIZE }, (_, x) => fixed(x, y)));
  let bit = 0;
  // Two columns at a time from the right, up and down in turn, around the vertical timing pattern.
  for (let right = SIZE - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let step = 0; step < SIZE; step++) {
      const y = up ? SIZE - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (rows[y]![x] === undefined) {
          rows[y]![x] = !((((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) ^ (x + y)) & 1);
          bit++;
        }
      }
    }
  }
  return rows as boolean[][];
}

/** The data, filled up to its size, and what corrects its errors: what Reed and Solomon's division leaves. */
function codewords(bytes: number[]): number[] {
  const nibbles = [4, bytes.length >> 4, bytes.length & 15, ...bytes.flatMap(byte => [byte >> 4, byte & 15]), 0];
  const data = Array.from({ length: DATA }, (_, index) => {
    const at = index * 2 - nibbles.length;
    return at < 0 ? nibbles[index * 2]! * 16 + nibbles[index * 2 + 1]! : at % 4 ? 17 : 236;
  });
  let generator = [1];
  for (let root = 1; generator.length <= CORRECTION; root = multiply(root, 2)) {
    generator = [...generator, 0].map((value, index) => value ^ multiply(generator[index - 1] ?? 0, root));
  }
  let rest = [...data, ...generator.slice(1).fill(0)];
  for (const _ of data) {
    const [factor] = rest;
    rest = rest.map((value, index) => value ^ multiply(generator[index] ?? 0, factor!)).slice(1);
  }
  return [...data, ...rest];
}

/** Multiplies in GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (; b; b >>= 1, a = (a << 1) ^ ((a >> 7) * 285)) if (b & 1) product ^= a;
  return product;
}

/** What stands in a place of every code; `undefined` where data goes. */
function fixed(x: number, y: number): boolean | undefined {
  const ring = (cx: number, cy: number) => Math.max(Math.abs(x - cx), Math.abs(y - cy));
  const finder = Math.min(ring(3, 3), ring(33, 3), ring(3, 33));
  const alignment = ring(30, 30);
  if (finder < 5) return finder !== 2 && finder !== 4;
  if (alignment < 3) return alignment !== 1;
  if (x === 6 || y === 6) return !((x + y) % 2);
  const [along, across] = x === 8 ? [y, x] : [x, y];
  if (across !== 8 || (along > 8 && along < 29)) return undefined;
  // Written twice, downwards and from the right: around the finder in the corner, and beside the two others.
  const bit = along > 8 ? along - 22 : along - +(along > 6);
  return (x === 8 && y === 29) || !!((FORMAT >> (x === 8 ? bit : 14 - bit)) & 1);
}
