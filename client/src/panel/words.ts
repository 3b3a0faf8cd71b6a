import type { Receipt } from "../index";

/** So many things that were left out are named, the others counted. */
const NAMED = 3;

/** A receipt in words; with a name, as a sentence that tells whose it is. */
export function inWords(receipt: Receipt, name?: string): string {
  if (receipt.status === "refused")
    return `Not taken${name ? ` by ${name}` : ""}: ${receipt.message ?? receipt.reason}`;
  return `Arrived${name ? ` on ${name}` : ""}${leftOutInWords(receipt)}`;
}

/** The receipts of something sent to all, as a sentence. */
export function ofAllInWords(receipts: readonly Receipt[]): string {
  const parts: [Receipt["status"], string][] = [
    ["applied", "arrived on"],
    ["refused", "not taken by"],
    ["waiting", "waiting for"],
  ];
  const told = parts.flatMap(([status, words]) => {
    const count = receipts.filter(receipt => receipt.status === status).length;
    return count ? `${words} ${count}` : [];
  });
  return told.length ? `Sent to all: ${told.join(", ")}` : "Waiting: all others are away";
}

/** How many others there are, for those who can't see the number on the button. */
export function presenceInWords(online: number): string {
  return online === 1 ? "One other browser is here" : `${online || "No"} other browsers are here`;
}

function leftOutInWords({ leftOut }: Receipt): string {
  if (leftOut.length === 0) return "";
  const named = leftOut.slice(0, NAMED).map(({ what }) => what);
  const more = leftOut.length - named.length;
  return `. Left out: ${named.join(", ")}${more ? ` and ${more} more` : ""}`;
}
