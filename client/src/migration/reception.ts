import { consent } from "../consent";
import type { LiquidError } from "../error";
import type { LiquidEvents, LiquidEventTarget } from "../events";
import type { Message } from "../messages/envelope";
import type { reboot as rebootOf } from "../reboot/reboot";
import type { Session } from "../session/session";
import type { history as historyOf } from "./history";
import type { Migration } from "./migration";
import { type Outcome, writeReceipt } from "./receipt";
import { type Arrival, DECLINED, type receiver as receiverOf } from "./receiver";
import type { Trust } from "./trust";

/** Milliseconds until a refused receipt is sent again, unless the relay says otherwise. */
const RETRY = 1000;

/** What arriving migrations meet. */
export interface Destination {
  liquid: LiquidEventTarget;
  session: Session;
  receiver: ReturnType<typeof receiverOf>;
  history: ReturnType<typeof historyOf>;
  trust: Trust;
  /** In a page that starts again from what arrives. */
  reboot: ReturnType<typeof rebootOf> | undefined;
  /** The page is as it arrived: a mirror has nothing to tell of it. */
  arrived(): void;
}

/** From the question whether a migration may be applied to the receipt and the last event. */
export function reception({ liquid, session, receiver, history, trust, reboot, arrived }: Destination) {
  type Sender = Pick<Message, "from" | "id" | "at">;
  /** Whose mirror this page is. */
  let following: string | undefined;
  /** Whose mirror it does not want to be any more. */
  const left = new Set<string>();
  /** Who moved here, and may ask for it back. */
  let mover: string | undefined;

  const nameOf = (from: string) => session.instances().find(({ id }) => id === from)?.name ?? "";

  function emit<K extends keyof LiquidEvents>(type: K, detail: LiquidEvents[K]["detail"]): void {
    liquid.dispatchEvent(new CustomEvent(type, { detail }));
  }

  function follow(from: string | undefined): void {
    if (from === following) return;
    following = from;
    emit("following", from === undefined ? null : { from, name: nameOf(from) });
  }

  function answer({ from, id }: Sender, outcome: Outcome): void {
    // A script hears no receipts.
    if (/^http[ :]/.test(from)) return;
    const send = (): Promise<unknown> =>
      session
        .send({ to: from, kind: "receipt", re: id }, writeReceipt(outcome))
        // Who is forgotten meanwhile needs none; what can't be mended by waiting fails for the page's own sends as well.
        .sent.catch(({ retryable, retryAfterMs = RETRY }: LiquidError) => retryable && setTimeout(send, retryAfterMs));
    void receiver.settled().then(send);
  }

  function told(sender: Sender, { outcome, laid }: Arrival, moved = false, mirror = false): void {
    const { from, at } = sender;
    answer(sender, outcome);
    const applied = outcome.status === "applied";
    const last = () => {
      arrived();
      emit("restored", { from });
    };
    if (applied && !laid) arrived();
    if (applied) {
      if (mirror) follow(from);
      else mover = moved ? from : undefined;
    }
    emit("received", { ...outcome, from, name: nameOf(from), at });
    if (applied && laid) void laid.then(last);
    else if (applied) emit("restored", { from });
  }

  return {
    /** Takes a migration, in the end. */
    take({ from, id, at }: Message, migration: Migration | undefined): Promise<unknown> | undefined {
      const sender = { from, id, at };
      const mirror = migration?.keep !== undefined;
      if (mirror && left.has(from)) {
        told(sender, { outcome: DECLINED });
        return undefined;
      }
      const changes = receiver.changes();
      // A follower has said yes to all that comes.
      const ask = changes > 0 && !(mirror && following === from) && !trust.list().includes(from);
      const detail = { from, name: nameOf(from), at, mirror, changes, ask };
      const decide = (consented: boolean) => {
        if (!consented) {
          // A mirror is declined once, not at every change.
          if (mirror) left.add(from);
          told(sender, { outcome: DECLINED });
        } else if (!migration || !reboot?.takes({ ...sender, body: migration, before: receiver.now() })) {
          told(sender, receiver.receive(from, migration), migration?.moved, mirror);
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
      if (before) receiver.goBackTo(from ?? null, before);
      if (from !== undefined) told({ from, id: id!, at: at! }, arrival, migration.moved, migration.keep !== undefined);
      else void Promise.resolve(arrival.laid).then(() => emit("restored", { from: null }));
    },

    /** Whose mirror this page is. */
    following: () => following,

    /** It does not want to be that any more, until a new one begins. */
    unfollow(): void {
      if (following === undefined) return;
      left.add(following);
      follow(undefined);
    },

    /** An instance mirrors no longer, or is gone. */
    ended(from: string): void {
      left.delete(from);
      if (following === from) follow(undefined);
    },

    /** Whether an instance may have back what it moved here; it may once. */
    givesBack(from: string): boolean {
      if (mover !== from) return false;
      mover = undefined;
      emit("takenback", { from, name: nameOf(from) });
      return true;
    },

    /** Back to a state that is kept. */
    undo(index: number): Outcome | undefined {
      const before = history.at(index);
      if (before && reboot?.takes({ body: before, before: receiver.now() })) {
        history.drop(index);
        return { status: "applied", applied: 0, leftOut: [] };
      }
      const arrival = receiver.undo(index);
      const last = () => emit("restored", { from: null });
      if (arrival?.laid) void arrival.laid.then(last);
      else if (arrival) last();
      return arrival?.outcome;
    },
  };
}
