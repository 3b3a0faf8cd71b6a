/** The envelopes of server/PROTOCOL.md as plain data. */

/** One loaded page in one browser, as the relay tells it. */
export interface WireInstance {
  /** 22 characters of base64url. */
  id: string;
  /** 1 to 80 characters; two instances may have the same. */
  name: string;
  /** Absolute URL of its page. */
  page: string;
  /** Whether it is connected now. */
  online: boolean;
  /** What kind of device it is on, as a word: `phone`, `tablet`, `desktop`; absent if it did not say. */
  kind?: string;
  /** While it is away: when it was last connected, ISO 8601. */
  lastSeen?: string;
}

export interface Hello {
  type: "hello";
  versions: number[];
  instance: string;
  key: string;
  name: string;
  page: string;
  cursor?: number;
  epoch?: string;
  kind?: string;
}

export interface Rename {
  type: "rename";
  name: string;
}

export interface Send {
  type: "send";
  id: number;
  /** An instance's id, or `*` for all others. */
  to: string;
  kind: "migration" | "receipt" | "note";
  /** In a receipt: the `id` of the migration that it answers. */
  re?: number;
  /** Seconds. */
  ttl?: number;
  /** In a migration: the fingerprint of the base that its patch is made against. */
  base?: string;
}

/** Hands a base over, or brings one that was fetched; its rows are the body. */
export interface Base {
  type: "base";
  fingerprint: string;
}

export interface Fetch {
  type: "fetch";
  fingerprint: string;
}

export interface Ack {
  type: "ack";
  cursor: number;
}

export interface Ping {
  type: "ping";
}

export type ToRelay = Hello | Rename | Send | Ack | Base | Fetch | Ping;

export interface Welcome {
  type: "welcome";
  version: number;
  epoch: string;
  cursor: number;
  /** Whether the log goes on from where the hello's cursor was given. */
  resumed: boolean;
  accepted: number;
  instance: string;
  instances: WireInstance[];
  limits: Limits;
  /** The base of an earlier migration of this instance that still waits, if the relay does not have it. */
  lacks?: string;
}

export interface Limits {
  /** Largest body in bytes. */
  body: number;
  /** Largest base in bytes. */
  base: number;
  /** Seconds of silence after which the relay closes. */
  idle: number;
  /** The longest name, in UTF-16 code units. */
  name: number;
}

export interface Presence {
  type: "presence";
  change: "joined" | "left" | "renamed" | "forgotten";
  instance: WireInstance;
}

export interface Sent {
  type: "sent";
  id: number;
  /** Absent in the answer to a repetition that the relay no longer knows more of. */
  number?: number;
  /** To how many instances the message goes; absent if the relay no longer knows. */
  targets?: number;
  /** How many of these were connected. */
  online?: number;
  /** The base that the migration names, if the relay does not have it. */
  lacks?: string;
}

export interface Message {
  type: "message";
  number: number;
  from: string;
  id: number;
  kind: string;
  re?: number;
  /** When it was committed, ISO 8601. */
  at: string;
}

export interface RelayError {
  type: "error";
  code: string;
  message: string;
  id?: number;
  /** Of the base that it is about. */
  fingerprint?: string;
  retryable: boolean;
  retryAfterMs?: number;
}

/** A base that was handed over is committed. */
export interface Stored {
  type: "stored";
  fingerprint: string;
}

export interface Pong {
  type: "pong";
}

export type FromRelay = Welcome | Presence | Sent | Message | Base | Stored | RelayError | Pong;
