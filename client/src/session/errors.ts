import { LiquidError, type LiquidErrorCode } from "../error";

const CODES: Record<number, LiquidErrorCode> = { 4102: "replaced", 4105: "removed", 4106: "removed" };

/** The relay closed for good: `closeCode` and `reason` as in server/PROTOCOL.md. */
export function closeError(closeCode: number, reason: string): LiquidError {
  const why =
    closeCode === 4102
      ? "A newer connection speaks for this instance"
      : `The relay does not go on with this page (${closeCode} ${reason})`;
  return new LiquidError(CODES[closeCode] ?? "failed", `${why}, so it stays away. Reload the page to join again.`);
}

/** The relay gives the browser a ticket, and the browser does not bring it. */
export function noTicket(): LiquidError {
  return new LiquidError(
    "forbidden",
    "This browser keeps no cookie of the relay for this page, and the relay knows it by one. Allow cookies and reload the page; " +
      "a page of another site than its relay's gets none.",
  );
}

/** A body or a base that the relay would refuse; sizes in bytes. */
export function tooLarge(what: string, size: number, limit: number, option: string): LiquidError {
  return new LiquidError(
    "too_large",
    `${what} ${size} bytes, the relay takes ${limit}. ` +
      `Mark what need not travel with data-liquid-ignore, or raise Liquid:${option}.`,
  );
}
