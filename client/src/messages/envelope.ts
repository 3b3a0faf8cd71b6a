/** The envelopes of server/PROTOCOL.md as plain data. */

/** One loaded page in one browser, as the relay tells it. */
export interface WireInstance {
  /** 22 characters of base64url. */
  id: string;
  /** 1 to 80 characters; two instances may have the same. */
  name: string;
  /** Absolute URL of its page. */
  page: string;
  online: boolean;
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
  kind: "migration" | "receipt";
  /** In a receipt: the `id` of the migration that it answers. */
  re?: number;
  /** Seconds. */
  ttl?: number;
}

export interface Ack {
  type: "ack";
  cursor: number;
}

export interface Ping {
  type: "ping";
}

export type ToRelay = Hello | Rename | Send | Ack | Ping;

export interface Welcome {
  type: "welcome";
  version: number;
  epoch: string;
  cursor: number;
  accepted: number;
  instance: string;
  instances: WireInstance[];
  limits: Limits;
}

export interface Limits {
  /** Largest body in bytes. */
  body: number;
  /** Seconds of silence after which the relay closes. */
  idle: number;
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
  retryable: boolean;
  retryAfterMs?: number;
}

export interface Pong {
  type: "pong";
}

export type FromRelay = Welcome | Presence | Sent | Message | RelayError | Pong;
