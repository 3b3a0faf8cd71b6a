import { numbers } from "./workload";

const NAMES = "div p span section b i".split(" ");
const WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa".split(" ");

/** So many trees of elements and texts of which few are alike; on average one has some fifty nodes. */
export function varied(trees: number): string {
  const random = numbers(7);
  const pick = (words: string[]) => words[random(words.length)]!;
  const tree = (depth: number): string => {
    const name = pick(NAMES);
    const attributes = `${random(2) ? ` class="${pick(WORDS)}"` : ""}${random(5) ? "" : ` id="x${random(1e6)}"`}`;
    const children = depth > 5 ? 0 : random(6);
    const content = Array.from({ length: children }, () => (random(3) ? tree(depth + 1) : pick(WORDS) + random(99)));
    return `<${name}${attributes}>${content.join("") || pick(WORDS)}</${name}>`;
  };
  return Array.from({ length: trees }, () => tree(0)).join("");
}
