import type {
  Base,
  Fetch,
  FromRelay,
  Hello,
  Message,
  Presence,
  RelayError,
  Send,
  ToRelay,
  WireInstance,
} from "../../../client/src/messages/envelope";
import type { Transport, TransportEvents } from "../../../client/src/transport/transport";

interface Member extends WireInstance {
  key: string;
  accepted: number;
  cursor: number;
  connection: Connection | undefined;
}

interface Stored {
  message: Omit<Message, "type">;
  to: Set<string>;
  body: string | undefined;
  base: string | undefined;
  addressed: string;
}

/** A relay in memory, as small as PROTOCOL.md allows, with the faults that a test asks for. */
export class MemoryRelay {
  /** Every envelope that came, in order. */
  readonly heard: ToRelay[] = [];
  epoch = "epoch-1";
  limits = { body: 1_000_000, base: 1_000_000, idle: 60, name: 80 };
  /** Refuses connections while set. */
  down = false;
  /** Answers the next `send` of a kind with this error. */
  refusal: Pick<RelayError, "code" | "message" | "retryable" | "retryAfterMs"> | undefined;
  refused: Send["kind"] = "migration";
  /** Keeps the relay from saying `sent`, as a cut in the wrong moment does. */
  forgetful = false;
  /** Hears everything and answers nothing, as a relay does whose network is gone. */
  dead = false;
  /** Does not keep the bases that are handed over to it. */
  baseless = false;
  /** The bases by fingerprint. */
  readonly bases = new Map<string, string>();
  /** Instances that get no messages, as if they were too busy. */
  readonly muted = new Set<string>();
  readonly #members = new Map<string, Member>();
  #earlier = new Set<string>();
  #log: Stored[] = [];

  transport(): Transport {
    return new Connection(this);
  }

  /** Breaks the connection of an instance. */
  cut(id: string, code = 1006, reason = ""): void {
    const { connection } = this.#members.get(id)!;
    this.closed(id);
    connection?.closed(code, reason);
  }

  /** Starts again with all it knows, under another epoch. */
  renew(epoch: string): void {
    this.#earlier.add(this.epoch);
    this.epoch = epoch;
    for (const { id, connection } of this.#members.values()) {
      this.closed(id);
      connection?.closed(1001, "restart");
    }
  }

  /** Starts another life: nothing is known any more. */
  restart(epoch: string): void {
    this.epoch = epoch;
    this.#earlier.clear();
    this.#log = [];
    const connections = [...this.#members.values()].map(({ connection }) => connection);
    this.#members.clear();
    for (const connection of connections) connection?.closed(1001, "restart");
  }

  /** Says something to an instance that no protocol foresees. */
  say(id: string, frame: string): void {
    this.#members.get(id)?.connection?.say(frame);
  }

  /** Puts a message into the log as if an instance called `from` had sent it. */
  inject(from: string, to: string, kind: string, body: string, re?: number): void {
    this.#commit(from, { type: "send", id: 999, to, kind: kind as "migration", ...(re !== undefined && { re }) }, body);
  }

  cursorOf(id: string): number {
    return this.#members.get(id)!.cursor;
  }

  receive(connection: Connection, frame: string): void {
    const end = frame.indexOf("\n");
    const envelope = JSON.parse(end < 0 ? frame : frame.slice(0, end)) as ToRelay;
    this.heard.push(envelope);
    if (this.dead) return;
    const member = connection.instance === undefined ? undefined : this.#members.get(connection.instance);
    if (envelope.type === "hello") this.#hello(connection, envelope);
    else if (envelope.type === "ping") connection.tell({ type: "pong" });
    else if (!member) throw new Error(`${envelope.type} before hello`);
    else if (envelope.type === "ack") member.cursor = Math.max(member.cursor, envelope.cursor);
    else if (envelope.type === "send") this.#send(connection, member, envelope, frame.slice(end + 1));
    else if (envelope.type === "base") this.#keep(connection, envelope, frame.slice(end + 1));
    else if (envelope.type === "fetch") this.#fetch(connection, envelope);
    else {
      member.name = envelope.name;
      this.#presence("renamed", member);
    }
  }

  closed(id: string | undefined): void {
    const member = this.#members.get(id ?? "");
    if (!member) return;
    member.online = false;
    member.connection = undefined;
    member.lastSeen = new Date().toISOString();
    this.#presence("left", member);
  }

  #hello(connection: Connection, { instance: id, key, name, page, cursor = 0, epoch, kind }: Hello): void {
    const known = this.#members.get(id);
    if (known && known.key !== key) {
      connection.closed(4104, "wrong_key");
      return;
    }
    const older = known?.connection;
    const head = this.#log.length;
    const start = (epoch === this.epoch || this.#earlier.has(epoch ?? "")) && cursor ? cursor : head;
    const member = known ?? { id, key, name, page, online: true, accepted: 0, cursor: start, connection };
    Object.assign(member, { name, page, kind, online: true, lastSeen: undefined, connection });
    connection.instance = id;
    this.#members.set(id, member);
    older?.closed(4102, "replaced");
    connection.tell({
      type: "welcome",
      version: 1,
      epoch: this.epoch,
      cursor: member.cursor,
      resumed: epoch === this.epoch || this.#earlier.has(epoch ?? ""),
      accepted: member.accepted,
      instance: id,
      instances: [...this.#members.values()].map(wire),
      limits: this.limits,
      ...this.#lacks(this.#log.findLast(({ message, base }) => base && message.from === id)?.base),
    });
    this.#presence("joined", member);
    for (const stored of this.#log) {
      if (stored.message.number > member.cursor && stored.to.has(id)) connection.deliver(stored);
    }
  }

  #send(connection: Connection, sender: Member, send: Send, body: string): void {
    if (this.refusal && send.kind === this.refused) {
      connection.tell({ type: "error", id: send.id, ...this.refusal });
      this.refusal = undefined;
      return;
    }
    if (send.to !== "*" && !this.#members.has(send.to)) {
      connection.tell({ type: "error", id: send.id, code: "unknown_target", message: "Nobody.", retryable: false });
      return;
    }
    if (send.id <= sender.accepted) {
      connection.tell({ type: "sent", id: send.id, number: 0 });
      return;
    }
    sender.accepted = send.id;
    const to = this.#commit(sender.id, send, body);
    const online = to.filter(id => this.#members.get(id)!.online).length;
    if (!this.forgetful) {
      const lacks = this.#lacks(send.base);
      connection.tell({ type: "sent", id: send.id, number: this.#log.length, targets: to.length, online, ...lacks });
    }
  }

  #lacks(base: string | undefined) {
    return base !== undefined && !this.bases.has(base) && { lacks: base };
  }

  #keep(connection: Connection, { fingerprint }: Base, rows: string): void {
    if (this.baseless) return;
    this.bases.set(fingerprint, rows);
    connection.tell({ type: "stored", fingerprint });
  }

  #fetch(connection: Connection, { fingerprint }: Fetch): void {
    const rows = this.bases.get(fingerprint);
    const retryable = this.#log.some(({ base }) => base === fingerprint);
    if (rows !== undefined) connection.say(`${JSON.stringify({ type: "base", fingerprint })}\n${rows}`);
    else {
      const wait = retryable && { retryAfterMs: 1 };
      connection.tell({ type: "error", code: "unknown_base", message: "Not here.", fingerprint, retryable, ...wait });
    }
  }

  #commit(from: string, { id, to, kind, re, base }: Send, body: string): string[] {
    const targets = to === "*" ? [...this.#members.keys()].filter(target => target !== from) : [to];
    const at = "2026-11-20T12:00:00.000Z";
    const message = { number: this.#log.length + 1, from, id, kind, at, ...(re !== undefined && { re }) };
    const stored = { message, to: new Set(targets), body, base, addressed: to };
    if (kind === "migration") {
      this.#log
        .filter(older => older.message.kind === kind && older.message.from === from && older.addressed === to)
        .forEach(older => void older.to.clear());
    }
    this.#log.push(stored);
    for (const target of targets) this.#members.get(target)?.connection?.deliver(stored);
    return targets;
  }

  #presence(change: Presence["change"], about: Member): void {
    for (const member of this.#members.values()) {
      if (member !== about) member.connection?.tell({ type: "presence", change, instance: wire(about) });
    }
  }
}

const wire = ({ id, name, page, online, kind, lastSeen }: Member): WireInstance =>
  ({ id, name, page, online, kind, lastSeen }) as WireInstance;

/** Runs a step as a task of its own, in order: so frames reach a page from a socket. */
const { port1, port2 } = new MessageChannel();
const steps: (() => void)[] = [];
port1.onmessage = () => steps.shift()!();
function task(step: () => void): void {
  steps.push(step);
  port2.postMessage(null);
}

/** Resolves when all that is under way has arrived. */
export async function quiet(): Promise<void> {
  while (steps.length) await new Promise<void>(task);
}

/** One instance's transport; like a socket it delivers later, and in order. */
class Connection implements Transport {
  instance: string | undefined;
  readonly #relay: MemoryRelay;
  #events: TransportEvents | undefined;

  constructor(relay: MemoryRelay) {
    this.#relay = relay;
  }

  open(events: TransportEvents): void {
    this.#events = events;
    if (this.#relay.down) this.closed(1006, "");
    else this.#later(() => events.opened());
  }

  send(frame: string): void {
    this.#later(() => this.#relay.receive(this, frame));
  }

  close(code = 1000, reason = ""): void {
    this.#relay.closed(this.instance);
    const events = this.#events;
    this.#events = undefined;
    events?.closed(code, reason);
  }

  tell(envelope: FromRelay): void {
    this.say(JSON.stringify(envelope));
  }

  deliver({ message, body }: Stored): void {
    if (this.#relay.muted.has(this.instance!)) return;
    this.say(`${JSON.stringify({ type: "message", ...message })}${body === undefined ? "" : `\n${body}`}`);
  }

  say(frame: string): void {
    this.#later(() => this.#events?.received(frame));
  }

  closed(code: number, reason: string): void {
    const events = this.#events;
    this.#events = undefined;
    task(() => events?.closed(code, reason));
  }

  /** Drops what a cut overtakes. */
  #later(step: () => void): void {
    const events = this.#events;
    task(() => events && events === this.#events && step());
  }
}
