import type { Consented } from "../consent";
import type { LiquidError } from "../error";
import type { Pairing } from "./pairing";

/** A code in the page's address: somebody opened the link of an invitation. */
const INVITED = /^#liquid=([\w-]+)$/;

/**
 * Goes where the link of an invitation leads that was opened, if there is one and the person wants it; tells whether it did.
 *
 * @param pairing is loaded when it is needed
 * @param ask asks the page; `true` if it leaves that to the browser's own question
 */
export async function followInvitation(
  pairing: () => Promise<Pairing>,
  ask: (code: string) => Consented,
  failed: (error: LiquidError) => void,
): Promise<boolean> {
  const code = INVITED.exec(location.hash)?.[1];
  if (!code) return false;
  // Good once; and the address is no place for it.
  history.replaceState(history.state, "", location.href.split("#", 1)[0]);
  try {
    const { confirm, join } = await pairing();
    const answer = ask(code);
    const wanted = answer === true ? confirm(code) : await answer;
    if (wanted) await join(code);
    return wanted;
  } catch (error) {
    // Behind the code that directly follows the start, which then listens.
    setTimeout(failed, 0, error as LiquidError);
    return false;
  }
}
