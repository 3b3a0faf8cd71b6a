/** Carries frames to the relay and back. Opened again after `closed`, it makes a new connection. */
export interface Transport {
  /** Connects and tells `events` what happens until `closed`. */
  open(events: TransportEvents): void;
  /** Sends one frame over the open connection. */
  send(frame: string): void;
  /** Bytes that were sent and have not left the browser yet, where that can be told. */
  readonly buffered?: number;
  /** Ends the connection, or the attempt to make one; `closed` is called before this returns, if it was not yet. */
  close(code?: number, reason?: string): void;
}

/** What a transport tells. */
export interface TransportEvents {
  opened(): void;
  received(frame: string): void;
  /** The connection is over, or could not be made; `code` as in server/PROTOCOL.md, "Close codes". */
  closed(code: number, reason: string): void;
}

/** Whether a close code tells the client to stay away until somebody acts. */
export const isTerminal = (code: number): boolean => code >= 4100 && code < 4200;

/** Close code for an end that this page wants. */
export const NORMAL = 1000;

/** Close code for a connection on which nothing was heard for too long. */
export const SILENT = 4000;

/** Close code of the relay for a browser that has another ticket now: the next connection brings it. */
export const TICKET = 4002;

/** Close code of the relay for an instance that belongs to another key. */
export const WRONG_KEY = 4104;
