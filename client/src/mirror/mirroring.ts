import type { Consented } from "../consent";
import type { LiquidError } from "../error";
import { declined } from "../migration/departure";
import type { Mirror } from "./mirror";

/**
 * The mirror of a page, if it has one: whoever starts it again shares it.
 *
 * @param consent asks whether the page may be mirrored
 * @param begin begins to send
 * @param told is told when it has begun, and when nothing is sent any more
 * @param failed is told when somebody was asked and does not want it
 */
export function mirroring(
  consent: () => Consented,
  begin: () => Mirror,
  told: (is: boolean) => void,
  failed: (error: LiquidError) => void,
) {
  let mirror: Mirror | undefined;
  let ended = false;

  return {
    get is() {
      return mirror !== undefined;
    },

    /** Starts it, and returns how to stop it. Throws a `LiquidError` if the page does not want it. */
    start(): () => void {
      let stopped = false;
      let started: Mirror | undefined;
      const answered = (consented: boolean) => {
        if (!consented) throw declined();
        if (stopped || ended) return;
        started = mirror;
        if (started) return;
        started = mirror = begin();
        told(true);
      };
      const consented = mirror ? true : consent();
      if (consented instanceof Promise) void consented.then(answered).catch(failed);
      else answered(consented);
      return () => {
        stopped = true;
        started?.stop();
        if (started && mirror === started) {
          mirror = undefined;
          told(false);
        }
      };
    },

    /** Something may be different from what the others have. */
    changed: () => mirror?.changed(),

    /** Somebody came who has seen nothing yet. */
    joined: () => mirror?.joined(),

    /** Something arrived and was applied. */
    received: () => mirror?.received(),

    /** The page is stopped; nobody is told any more. */
    end(): void {
      ended = true;
      mirror?.stop();
      mirror = undefined;
    },
  };
}
