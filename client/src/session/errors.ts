import { LiquidError } from "../error";

const TERMINAL: Record<number, [code: string, message: string]> = {
  4100: ["bad_message", "The relay did not understand this page. Load the client that this relay serves, and reload."],
  4101: [
    "unsupported_version",
    "The relay speaks another version. Load the client that this relay serves, and reload.",
  ],
  4102: [
    "replaced",
    "A newer connection speaks for this instance, so this one stays away. Reload the page to join again.",
  ],
  4103: [
    "too_large",
    "A message was beyond every limit of the relay. Send less, or raise Liquid:MaxBodyBytes, and reload.",
  ],
};

/** What the relay means by closing for good. */
export function closeError(closeCode: number, reason: string): LiquidError {
  const [code, message] = TERMINAL[closeCode] ?? [
    reason || "failed",
    `The relay closed the connection (${closeCode} ${reason}).`,
  ];
  return new LiquidError(code, message);
}

/** A body that the relay would refuse; sizes in bytes. */
export function tooLarge(size: number, limit: number): LiquidError {
  return new LiquidError(
    "too_large",
    `The page's changes take ${size} bytes and the relay takes ${limit} at most. ` +
      "Mark large parts that need not travel with data-liquid-ignore, or raise Liquid:MaxBodyBytes.",
  );
}
