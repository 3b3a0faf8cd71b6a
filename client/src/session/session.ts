import { LiquidError } from "../error";
import { type Identity, newIdentity } from "../instance/identity";
import { Roster } from "../instance/roster";
import type { FromRelay, Limits, Message, Presence, RelayError, ToRelay, Welcome } from "../messages/envelope";
import { decode, encode } from "../messages/frame";
import { isTerminal, NORMAL, SILENT, type Transport, WRONG_KEY } from "../transport/transport";
import { closeError, tooLarge } from "./errors";
import { Heartbeat } from "./heartbeat";
import { type Letter, Outbox, type Outgoing } from "./outbox";

/** Silence (s) that is borne until the relay's own limit is known. */
const FIRST_IDLE = 60;

/** What a session tells. */
export interface SessionEvents {
  /** The relay knows this instance and `roster` is current. */
  connected(): void;
  /** The connection is over; `error` if this instance stays away until somebody acts. */
  disconnected(code: number, reason: string, error?: LiquidError): void;
  presence(presence: Presence): void;
  /** A message that was not seen before; to be acknowledged once it is applied. */
  message(message: Message, body: string | undefined): void;
  /** The relay complains, or says what it should not. */
  error(error: LiquidError): void;
}

/** One instance's conversation with the relay, over as many connections as it takes. */
export class Session {
  readonly roster = new Roster();
  identity: Identity;
  connected = false;
  readonly #transport: Transport;
  readonly #events: SessionEvents;
  readonly #firstName: string;
  readonly #outbox = new Outbox();
  readonly #heartbeat = new Heartbeat();
  #limits: Limits | undefined;
  #ended: LiquidError | undefined;
  #renewed = false;

  /** @param name how the instance is called unless it was renamed */
  constructor(transport: Transport, identity: Identity, name: string, events: SessionEvents) {
    this.#transport = transport;
    this.identity = identity;
    this.#firstName = name;
    this.#events = events;
  }

  get name(): string {
    return this.identity.name ?? this.#firstName;
  }

  open(): void {
    this.#transport.open({
      opened: () => this.#hello(),
      received: frame => this.#receive(frame),
      closed: (code, reason) => this.#closed(code, reason),
    });
  }

  /** Leaves the space; what waits to be sent stays until `resume`. */
  suspend(): void {
    this.#transport.close();
  }

  /** Comes back as `identity`, which another page in this tab may have used meanwhile, or as somebody new. */
  resume(identity: Identity = this.#somebodyNew()): void {
    if (this.#ended) return;
    this.identity = { ...identity, sent: Math.max(identity.sent, this.identity.sent) };
    this.#outbox.forgetHandover();
    this.open();
  }

  /** Leaves for good; `error` is told to all who wait. */
  end(error: LiquidError, code = NORMAL, reason = ""): void {
    if (this.#ended) return;
    this.#ended = error;
    this.connected = false;
    this.#heartbeat.stop();
    this.#transport.close();
    this.#outbox.rejectAll(error);
    this.#events.disconnected(code, reason, error);
  }

  /** Whether this instance stays away until somebody acts. */
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** Sends now, or when the relay is back. */
  send(letter: Letter, body: string): Outgoing {
    const outgoing = this.#outbox.add(this.#nextId(), letter, body);
    if (this.#ended) this.#outbox.reject(outgoing.id, this.#ended);
    else if (this.connected) this.#flush();
    return outgoing;
  }

  /** Everything up to this message is applied. */
  acknowledge(number: number): void {
    this.identity.cursor = number;
    if (this.connected) this.#say({ type: "ack", cursor: number });
  }

  /** Ids of the other instances that are here now. */
  othersOnline(): string[] {
    return this.roster.list(this.identity.id).flatMap(({ id, online, self }) => (online && !self ? [id] : []));
  }

  rename(name: string): void {
    this.identity.name = name;
    const self = this.roster.get(this.identity.id);
    if (self) this.roster.set({ ...self, name });
    if (this.connected) this.#say({ type: "rename", name });
  }

  #somebodyNew(): Identity {
    const { sent, name } = this.identity;
    return { ...newIdentity(), sent, ...(name && { name }) };
  }

  #nextId = (): number => ++this.identity.sent;

  #say(envelope: ToRelay, body?: string): void {
    this.#heartbeat.said();
    this.#transport.send(encode(envelope, body));
  }

  #beat(idle: number): void {
    this.#heartbeat.start(
      idle,
      () => this.#say({ type: "ping" }),
      () => this.#transport.close(SILENT, "silent"),
    );
  }

  #hello(): void {
    const { id: instance, key, cursor, epoch } = this.identity;
    const page = location.href.split("#", 1)[0]!.slice(0, 2048);
    this.#beat(FIRST_IDLE);
    this.#say({ type: "hello", versions: [1], instance, key, name: this.name, page, ...(epoch && { cursor, epoch }) });
  }

  #receive(frame: string): void {
    this.#heartbeat.heard();
    const read = decode(frame);
    if (read.envelope) this.#handle(read.envelope, read.body);
    // What a newer relay has to say beyond this version is passed over.
    else if (read.problem === "bad_message") {
      this.#events.error(
        new LiquidError("bad_message", "The relay sent a frame that cannot be read. It was passed over."),
      );
    }
  }

  #handle(envelope: FromRelay, body: string | undefined): void {
    switch (envelope.type) {
      case "welcome":
        this.#welcome(envelope);
        break;
      case "presence":
        this.roster.change(envelope);
        this.#events.presence(envelope);
        break;
      case "sent":
        this.#outbox.resolve(envelope.id, envelope);
        break;
      case "message":
        // What was applied before a cut may come again.
        if (envelope.number > this.identity.cursor) this.#events.message(envelope, body);
        else this.acknowledge(this.identity.cursor);
        break;
      case "error":
        this.#error(envelope);
        break;
    }
  }

  #welcome({ epoch, cursor, accepted, instances, limits }: Welcome): void {
    const { identity } = this;
    // Numbers of another life of the log mean nothing in this one.
    identity.cursor = epoch === identity.epoch ? Math.max(identity.cursor, cursor) : cursor;
    identity.epoch = epoch;
    identity.sent = Math.max(identity.sent, accepted);
    this.#limits = limits;
    this.roster.reset(instances);
    this.connected = true;
    this.#renewed = false;
    this.#beat(limits.idle);
    this.#outbox.resume(accepted, this.#nextId);
    this.#flush();
    this.#events.connected();
  }

  #flush(): void {
    this.#outbox.flush(({ id, letter, body }) => {
      const size = new Blob([body]).size;
      if (size > this.#limits!.body) throw tooLarge(size, this.#limits!.body);
      this.#say({ type: "send", id, ...letter }, body);
    });
  }

  #error({ id, code, message, retryable, retryAfterMs }: RelayError): void {
    const error = new LiquidError(code, message, retryable, retryAfterMs);
    if (id !== undefined) this.#outbox.reject(id, error);
    // The close that follows is handled by taking a new identity.
    else if (code !== "wrong_key") this.#events.error(error);
  }

  #closed(code: number, reason: string): void {
    if (this.#ended) return;
    this.#heartbeat.stop();
    this.connected = false;
    if (code === WRONG_KEY && !this.#renewed) {
      // Somebody else has this id, by a copied storage for instance. Once only: a relay that says so again is broken.
      this.#renewed = true;
      this.identity = this.#somebodyNew();
      this.open();
    } else if (isTerminal(code)) this.end(closeError(code, reason), code, reason);
    else this.#events.disconnected(code, reason);
  }
}
