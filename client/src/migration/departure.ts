import type { Consented } from "../consent";
import { LiquidError } from "../error";
import type { LiquidEventTarget } from "../events";
import type { Session } from "../session/session";
import type { CapturedPage } from "./capture";
import { TAKEN_BACK, WITHDRAWN } from "./migration";
import type { Receipt } from "./receipt";
import type { sender as senderOf } from "./sender";
import type { waiting as waitingOf } from "./waiting";

/** How long (ms) a device may take to give back what was moved there. */
const PATIENCE = 5000;

/** What migrations leave from. */
export interface Origin {
  liquid: LiquidEventTarget;
  session: Session;
  sender: ReturnType<typeof senderOf>;
  waiting: ReturnType<typeof waitingOf>;
  capture(): CapturedPage;
  /** Asks the page, and by it the person, whether it may be sent. */
  consent(to: string, mirror: boolean): Consented;
  /** Aborted when the page is stopped. */
  signal: AbortSignal;
}

/** From the question whether the page may be sent to the receipts, and back. */
export function departure({ liquid, session, sender, waiting, capture, consent, signal }: Origin) {
  function checkTarget(instanceId: string): void {
    if (typeof instanceId !== "string") throw new TypeError("The argument is the id of an instance.");
    if (instanceId === session.id || !/^[\w-]{22}$/.test(instanceId)) {
      const what = instanceId === session.id ? "this page itself" : "no instance's id";
      throw new LiquidError("unknown_target", `"${instanceId}" is ${what}. Choose another of instances().`);
    }
  }

  /** Takes back what waits in the page; whether the relay may have some of it already. */
  function withdraw(to: string): boolean {
    waiting.drop(to);
    return session.cancel(to, new LiquidError("canceled", "It was taken back before it left."));
  }

  /** Resolves when an instance's state has arrived, or does not in time. */
  function arrival(from: string): Promise<boolean> {
    return new Promise(resolve => {
      const answered = new AbortController();
      const over = (came: boolean) => {
        answered.abort();
        resolve(came);
      };
      const listen = { signal: AbortSignal.any([answered.signal, signal]) };
      liquid.addEventListener("restored", ({ detail }) => detail.from === from && over(true), listen);
      setTimeout(over, PATIENCE, false);
    });
  }

  return {
    checkTarget,

    /** Sends the page to an instance or to all others (`*`); one receipt for each. */
    async send(to: string, moved = false): Promise<Receipt[]> {
      const consented = consent(to, false);
      if (consented instanceof Promise ? !(await consented) : !consented) throw declined();
      const { body, leftOut } = capture();
      return sender.send(to, body(undefined, moved), leftOut);
    },

    /** Asks for what was moved to an instance; whether it came back. */
    async takeBack(from: string): Promise<boolean> {
      withdraw(from);
      const back = arrival(from);
      await session.send({ to: from, kind: "migration", ttl: Math.ceil(PATIENCE / 1000) }, TAKEN_BACK).sent;
      return session.instances().some(({ id, online }) => id === from && online) && back;
    },

    /** Takes back what waits for a target, here or at the relay. */
    async cancel(to: string): Promise<void> {
      const inPage = waiting.list().some(waits => waits.to === to && waits.place === "page");
      if (withdraw(to) || !inPage) await session.send({ to, kind: "migration", ttl: 1 }, WITHDRAWN).sent;
    },
  };
}

export const declined = () => new LiquidError("declined", "The page, or the person before it, declined to send.");
