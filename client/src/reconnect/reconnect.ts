import { isTerminal, NORMAL, TICKET, type Transport, type TransportEvents } from "../transport/transport";
import { delay } from "./delay";

/** A connection that lasted this long (ms) counts as good, and the delays start anew. */
const LASTING = 10_000;

/** A transport that connects again by itself. */
export interface Reconnecting extends Transport {
  /** The relay asks to be left alone for so long (ms): the next attempt of its own accord comes no sooner. */
  spare(ms: number): void;
}

/**
 * A transport that connects again by itself after a cut, until it is closed without a code or the relay closes with a
 * terminal one. `opened` and `closed` are told for every connection.
 */
export function reconnect(transport: Transport): Reconnecting {
  let listener: TransportEvents;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let openedAt = 0;
  let spared = 0;

  const events: TransportEvents = {
    opened() {
      openedAt = performance.now();
      listener.opened();
    },
    received: frame => listener.received(frame),
    closed(code, reason) {
      if (openedAt && performance.now() - openedAt > LASTING) failures = 0;
      openedAt = 0;
      if (isTerminal(code) || code === NORMAL) rest();
      else waiting = setTimeout(attempt, code === TICKET ? 0 : Math.max(delay(failures++), spared));
      spared = 0;
      listener.closed(code, reason);
    },
  };

  function attempt() {
    clearTimeout(waiting);
    waiting = undefined;
    transport.open(events);
  }

  /** The network is back or somebody looks at the page: no reason to wait longer. */
  function wake() {
    if (waiting !== undefined && document.visibilityState === "visible") attempt();
  }

  function rest() {
    clearTimeout(waiting);
    waiting = undefined;
    removeEventListener("online", wake);
    document.removeEventListener("visibilitychange", wake);
  }

  return {
    open(to) {
      listener = to;
      addEventListener("online", wake);
      document.addEventListener("visibilitychange", wake);
      attempt();
    },
    send: frame => transport.send(frame),
    get buffered() {
      return transport.buffered ?? 0;
    },
    close(code = NORMAL, reason = "") {
      if (code === NORMAL) rest();
      // Nothing is open that could be cut, and no reason to wait any longer.
      else if (waiting !== undefined) return attempt();
      transport.close(code, reason);
    },
    spare(ms) {
      // Others are told the same: not all of them at once.
      spared = ms * (1 + Math.random() / 2);
    },
  };
}
