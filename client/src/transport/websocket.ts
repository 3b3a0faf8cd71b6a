import { NORMAL, type Transport, type TransportEvents } from "./transport";

/** The transport of browsers: a WebSocket with the subprotocol `liquid.v1`. */
export function webSocketTransport(url: string): Transport {
  let socket: WebSocket | undefined;
  let listener: TransportEvents;

  function closed(code: number, reason: string) {
    socket = undefined;
    listener.closed(code, reason);
  }

  return {
    open(events) {
      listener = events;
      socket = new WebSocket(url, "liquid.v1");
      socket.binaryType = "arraybuffer";
      socket.onopen = () => events.opened();
      socket.onmessage = ({ data }) =>
        events.received(typeof data === "string" ? data : new TextDecoder().decode(data));
      socket.onclose = ({ code, reason }) => closed(code, reason);
    },
    send: frame => socket?.send(frame),
    get buffered() {
      return socket?.bufferedAmount ?? 0;
    },
    close(code = NORMAL, reason = "") {
      if (!socket) return;
      // A dead connection would report its end only after minutes, so nobody waits for it.
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(code, reason);
      closed(code, reason);
    },
  };
}
