import { consent } from "../consent";
import type { LiquidEvents, LiquidEventTarget } from "../events";
import type { Message } from "../messages/envelope";
import type { reboot as rebootOf } from "../reboot/reboot";
import type { Session } from "../session/session";
import type { Migration } from "./migration";
import { type Outcome, writeReceipt } from "./receipt";
import { type Arrival, DECLINED, type receiver as receiverOf } from "./receiver";

/** What arriving migrations meet. */
export interface Destination {
  liquid: LiquidEventTarget;
  session: Session;
  receiver: ReturnType<typeof receiverOf>;
  /** In a page that starts again from what arrives. */
  reboot: ReturnType<typeof rebootOf> | undefined;
  /** The page is as it arrived: a mirror has nothing to tell of it. */
  arrived(): void;
}

/** From the question whether a migration may be applied to the receipt and the last event. */
export function reception({ liquid, session, receiver, reboot, arrived }: Destination) {
  type Sender = Pick<Message, "from" | "id" | "at">;

  const nameOf = (from: string) => session.instances().find(({ id }) => id === from)?.name ?? "";

  function emit<K extends keyof LiquidEvents>(type: K, detail: LiquidEvents[K]["detail"]): void {
    liquid.dispatchEvent(new CustomEvent(type, { detail }));
  }

  function answer({ from, id }: Sender, outcome: Outcome): void {
    // Who is forgotten meanwhile needs no receipt; what else fails here, fails for the page's own sends as well.
    void receiver
      .settled()
      .then(() => session.send({ to: from, kind: "receipt", re: id }, writeReceipt(outcome)).sent.catch(() => {}));
  }

  function told(sender: Sender, { outcome, laid }: Arrival): void {
    const { from, at } = sender;
    answer(sender, outcome);
    const applied = outcome.status === "applied";
    const last = () => {
      arrived();
      emit("restored", { from });
    };
    if (applied && !laid) arrived();
    emit("received", { ...outcome, from, name: nameOf(from), at });
    if (applied && laid) void laid.then(last);
    else if (applied) emit("restored", { from });
  }

  return {
    /** Takes a migration, in the end. */
    take({ from, id, at }: Message, migration: Migration | undefined): Promise<unknown> | undefined {
      const sender = { from, id, at };
      const detail = { from, name: nameOf(from), at, mirror: migration?.keep !== undefined };
      const decide = (consented: boolean) => {
        if (!consented) told(sender, { outcome: DECLINED });
        else if (!migration || !reboot?.takes({ ...sender, body: migration, before: receiver.now() })) {
          told(sender, receiver.receive(from, migration));
        }
      };
      const consented = consent("receiving", detail, event => liquid.dispatchEvent(event));
      if (typeof consented === "boolean") decide(consented);
      return consented instanceof Promise ? consented.then(decide) : undefined;
    },

    /** What arrived before the page was loaded again. */
    resume(): void {
      const stash = reboot?.rebooted();
      if (!stash) return;
      const { from, id, at, migration, before } = stash;
      const arrival = receiver.receive(from ?? "", migration);
      receiver.goBackTo(before);
      if (from !== undefined) told({ from, id: id!, at: at! }, arrival);
      else void Promise.resolve(arrival.laid).then(() => emit("restored", { from: null }));
    },

    /** Back to before the last one. */
    undo(): Outcome | undefined {
      const { before } = receiver;
      if (before && reboot?.takes({ body: before, before: receiver.now() })) {
        return { status: "applied", applied: 0, leftOut: [] };
      }
      const arrival = receiver.undo();
      const last = () => emit("restored", { from: null });
      if (arrival?.laid) void arrival.laid.then(last);
      else if (arrival) last();
      return arrival?.outcome;
    },
  };
}
