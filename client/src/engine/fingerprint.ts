import type { Base } from "./base";
import { isElement, isText, isWithheld } from "./scope";
import { firstAttributes, firstText, type Tracker } from "./tracker";

/** Nodes hashed before the clock is looked at again. */
const STRIDE = 256;

/**
 * The fingerprint of a base: 16 hexadecimal digits over names, attributes and texts. It is taken in the page's idle time,
 * from first facts, so it does not matter what changed in between; who asks earlier waits for the rest.
 */
export interface Fingerprint {
  readonly value: string;
  stop(): void;
}

export function fingerprint(base: Base, tracker: Pick<Tracker, "touched" | "flush">): Fingerprint {
  const hash = new Hash();
  let number = 0;
  let idle = 0;

  const advance = (until: () => boolean) => {
    tracker.flush();
    while (number < base.nodes.length) {
      digest(hash, base, tracker, number++);
      if (number % STRIDE === 0 && until()) return;
    }
  };
  const work = (deadline?: IdleDeadline) => {
    advance(() => !deadline || deadline.timeRemaining() < 2);
    if (number < base.nodes.length) schedule();
  };
  // Safari has no idle callbacks.
  const schedule = () => {
    idle = "requestIdleCallback" in globalThis ? requestIdleCallback(work) : Number(setTimeout(work));
  };
  schedule();

  return {
    get value() {
      advance(() => false);
      return hash.digits();
    },
    stop: () => ("cancelIdleCallback" in globalThis ? cancelIdleCallback : clearTimeout)(idle),
  };
}

function digest(hash: Hash, base: Base, tracker: Pick<Tracker, "touched">, number: number): void {
  const node = base.nodes[number]!;
  // The subtree's size makes the shape part of the hash.
  hash.add(`${node.nodeType} ${base.ends[number]! - number} ${node.nodeName}`);
  if (isText(node)) hash.add(firstText(base, tracker, number));
  else if (isElement(node)) {
    const attributes = firstAttributes(base, tracker, number);
    for (const key of [...attributes.keys()].sort()) {
      if (!isWithheld(node, key)) hash.add(`${key}=${attributes.get(key)}`);
    }
  }
}

/** Two 32-bit multiplicative hashes side by side (after cyrb53); needs no secure context, as `crypto.subtle` would. */
class Hash {
  private high = 0xdeadbeef;
  private low = 0x41c6ce57;

  add(text: string): void {
    let { high, low } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
    // Where one text ends and the next begins counts too.
    this.high = Math.imul(high ^ (high >>> 16) ^ text.length, 2246822507);
    this.low = Math.imul(low ^ (low >>> 15) ^ text.length, 3266489909);
  }

  digits(): string {
    const mix = (a: number, b: number) => {
      a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
      return (a >>> 0).toString(16).padStart(8, "0");
    };
    return mix(this.high, this.low) + mix(this.low, this.high);
  }
}
