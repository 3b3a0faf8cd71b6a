import { LiquidError } from "../error";
import { type Identity, newIdentity, putIdentity, takeIdentity } from "../instance/identity";
import { deviceKind } from "../instance/kind";
import { roster } from "../instance/roster";
import type {
  Base,
  FromRelay,
  Limits,
  Message,
  Presence,
  RelayError,
  Stored,
  ToRelay,
  Welcome,
} from "../messages/envelope";
import { decode, encode } from "../messages/frame";
import type { Reconnecting } from "../reconnect/reconnect";
import { isTerminal, NORMAL, SILENT, TICKET, WRONG_KEY } from "../transport/transport";
import { closeError, noTicket, tooLarge } from "./errors";
import { heartbeat } from "./heartbeat";
import { type Letter, type Outgoing, outbox } from "./outbox";

/** Silence (s) that is borne until the relay's own limit is known. */
const FIRST_IDLE = 60;

/** So many tickets in a row are one too many. Two come where windows of a new browser open at the same moment. */
const TICKETS = 3;

/** What a session tells. */
export interface SessionEvents {
  /** The relay knows this instance, and the list of instances is current. */
  connected(): void;
  /** The connection is over; `error` if this instance stays away until somebody acts. */
  disconnected(code: number, reason: string, error?: LiquidError): void;
  presence(presence: Presence): void;
  /** A message that was not seen before; to be acknowledged once it is applied. */
  message(message: Message, body: string): void;
  /** The relay does not have the base that a message of this instance names. */
  lacks(fingerprint: string): void;
  /** The answer about a base that was fetched or handed over. */
  base(answer: Base | Stored | RelayError, rows: string): void;
  /** The relay complains, or says what it should not. */
  error(error: LiquidError): void;
}

export type Session = ReturnType<typeof session>;

/**
 * One instance's conversation with the relay, over as many connections as it takes.
 *
 * @param place where the identity stands in `sessionStorage` between two pages
 * @param firstName how the instance is called unless it was renamed
 */
export function session(transport: Reconnecting, place: string, firstName: string, events: SessionEvents) {
  const instances = roster();
  const waiting = outbox(`${place} outbox`);
  const heart = heartbeat(
    () => say({ type: "ping" }),
    () => transport.close(SILENT, "silent"),
  );
  const former = takeIdentity(place);
  let identity = former ?? newIdentity();
  if (!former) waiting.forgetNumbers();
  let limits: Limits;
  let connected = false;
  let renewed = false;
  let tickets = 0;
  let ended: LiquidError | undefined;

  const name = () => identity.name ?? firstName;

  function somebodyNew(): Identity {
    const { sent, name } = identity;
    return { ...newIdentity(), sent, ...(name && { name }) };
  }

  function say(envelope: ToRelay, body?: string): void {
    heart.said();
    transport.send(encode(envelope, body));
  }

  function transmit(message: Outgoing): void {
    message.id ??= ++identity.sent;
    const size = new Blob([message.body]).size;
    if (size > limits.body) waiting.reject(message.id, tooLarge("The changes take", size, limits.body, "MaxBodyBytes"));
    else say({ type: "send", id: message.id, ...message.letter }, message.body);
  }

  function acknowledge(cursor: number): void {
    identity.cursor = cursor;
    if (connected) say({ type: "ack", cursor });
  }

  function open(): void {
    transport.open({ opened, received, closed });
  }

  function opened(): void {
    const { id: instance, key, cursor, epoch } = identity;
    const page = location.href.split("#", 1)[0]!.slice(0, 2048);
    heart.start(FIRST_IDLE);
    const kind = deviceKind();
    say({ type: "hello", versions: [1], instance, key, name: name(), page, kind, ...(epoch && { cursor, epoch }) });
  }

  function welcomed(welcome: Welcome): void {
    // Numbers of a life of the log that was lost mean nothing in this one.
    const former = welcome.resumed ? identity.cursor : 0;
    identity.cursor = Math.max(former, welcome.cursor);
    identity.epoch = welcome.epoch;
    identity.sent = Math.max(identity.sent, welcome.accepted);
    limits = welcome.limits;
    instances.reset(welcome.instances);
    connected = true;
    renewed = false;
    tickets = 0;
    heart.start(limits.idle);
    waiting.resume(welcome.accepted, transmit);
    events.connected();
  }

  function received(frame: string): void {
    heart.heard();
    const { envelope, body = "", problem } = decode(frame);
    if (envelope) handle(envelope, body);
    // What a newer relay has to say beyond this version is passed over.
    else if (problem === "bad_message") {
      events.error(new LiquidError(problem, "The relay sent a frame that can't be read. It was passed over."));
    }
  }

  function handle(envelope: FromRelay, body: string): void {
    if ("fingerprint" in envelope) events.base(envelope as Base | Stored | RelayError, body);
    switch (envelope.type) {
      case "welcome":
        welcomed(envelope);
        break;
      case "presence":
        instances.change(envelope);
        events.presence(envelope);
        break;
      case "sent":
        waiting.resolve(envelope.id, envelope);
        break;
      case "message":
        // What was applied before a cut may come again.
        if (envelope.number > identity.cursor) events.message(envelope, body);
        else acknowledge(identity.cursor);
        break;
      case "error": {
        const error = new LiquidError(envelope.code, envelope.message, envelope.retryable, envelope.retryAfterMs);
        // About nothing that was asked: the connection, which is closed then.
        const { id, fingerprint } = envelope;
        if (id === undefined && fingerprint === undefined && error.retryAfterMs) transport.spare(error.retryAfterMs);
        if (envelope.id !== undefined) waiting.reject(envelope.id, error);
        // The close that follows is answered with a new identity.
        else if (envelope.code !== "wrong_key" && envelope.code !== "unknown_base") events.error(error);
      }
    }
    if ("lacks" in envelope) events.lacks(envelope.lacks!);
  }

  function closed(code: number, reason: string): void {
    if (ended) return;
    heart.stop();
    connected = false;
    if (code === WRONG_KEY && !renewed) {
      // Somebody else has this id, by a copied storage for instance. Once only: a relay that says so again is broken.
      renewed = true;
      identity = somebodyNew();
      open();
    } else if (code === TICKET && ++tickets === TICKETS) end(noTicket(), code, reason);
    else if (isTerminal(code)) end(closeError(code, reason), code, reason);
    else events.disconnected(code, reason);
  }

  function end(error: LiquidError, code = NORMAL, reason = ""): void {
    if (ended) return;
    ended = error;
    connected = false;
    heart.stop();
    transport.close();
    waiting.rejectAll(error);
    events.disconnected(code, reason, error);
  }

  return {
    get id() {
      return identity.id;
    },
    get name() {
      return name();
    },
    get connected() {
      return connected;
    },
    get limits() {
      return limits;
    },
    open,
    /** Connects anew, with the ticket that the browser has now; as somebody new if the relay closed for good. */
    renew(): void {
      if (ended) {
        ended = undefined;
        identity = somebodyNew();
        open();
      } else transport.close(TICKET, "ticket");
    },
    /** Says something that is not said again after a cut. False if nobody hears it. */
    say(envelope: ToRelay, body?: string): boolean {
      if (connected) say(envelope, body);
      return connected;
    },
    /** Leaves for good; `error` is told to all who wait. */
    end,
    /** Everything up to this message is applied. */
    acknowledge,
    /** Bytes that were sent and have not left the browser yet. */
    unsent: () => transport.buffered ?? 0,
    /** What waits for the relay. */
    waiting: waiting.list,
    /** Takes back the migrations to a target that wait; whether the relay may have some of them already. */
    cancel: waiting.cancel,
    /** Everyone in the space. */
    instances: () => instances.list(identity.id),

    /** Sends now, or when the relay is back. */
    send(letter: Letter, body: string): Outgoing {
      const message = waiting.add(letter, body);
      if (ended) waiting.rejectAll(ended);
      else if (connected) transmit(message);
      return message;
    },

    rename(name: string): void {
      identity.name = name;
      instances.rename(identity.id, name);
      if (connected) say({ type: "rename", name });
    },

    /** Leaves the space with the page; what waits to be sent stays for `resume`, or for the next page. */
    suspend: () => transport.close(),

    /** Stores what the next page in this tab needs to be this instance. */
    putAway(): void {
      if (ended) return;
      putIdentity(place, identity);
      waiting.putAway();
    },

    /** The page goes on after all. */
    takeBack(): void {
      takeIdentity(place);
      waiting.takeBack();
    },

    /** The browser kept the page aside and shows it again; another page in this tab may have been this instance meanwhile. */
    resume(): void {
      if (ended) return;
      const { sent } = identity;
      waiting.takeBack();
      identity = takeIdentity(place) ?? somebodyNew();
      identity.sent = Math.max(identity.sent, sent);
      waiting.forgetNumbers();
      open();
    },
  };
}
