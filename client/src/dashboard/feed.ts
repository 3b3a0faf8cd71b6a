import { delay } from "../reconnect/delay";

/** Durations in milliseconds. */
export interface Percentiles {
  p50: number;
  p99: number;
}

/** One second of the relay. */
export interface Sample {
  at: string;
  connections: number;
  messages: number;
  bytes: number;
  deliveries: number;
  refusals: number;
  commit?: Percentiles;
  delay?: Percentiles;
}

export interface Instance {
  id: string;
  name: string;
  page: string;
  online: boolean;
  /** What kind of device it is on, if it says so. */
  kind?: string;
  seen: string;
}

/** A message that somebody has yet to apply. */
export interface Waiting {
  number: number;
  from: string;
  to: string;
  kind: string;
  at: string;
  expires: string;
  size: number;
  targets: number;
}

export interface Space {
  name: string;
  online: number;
  away: number;
  instances: Instance[];
  waiting: { count: number; bytes: number; oldest: Waiting[] };
}

export interface Receipt {
  space: string;
  number: number;
  from: string;
  to: string;
  re?: number;
  at: string;
  size: number;
  /** As the instance sent it, in base64; none if it is large. */
  body?: string;
}

/** What is new since the last one; the first one of a connection tells all. */
export interface Update {
  at: string;
  /** Why the store can't be asked now. */
  problem?: string;
  /** How many spaces are not shown. */
  more: number;
  spaces: Space[];
  gone: string[];
  samples: Sample[];
  receipts: Receipt[];
}

/** Follows the relay for as long as the page is open. */
export function follow(on: { update: (update: Update, isFirst: boolean) => void; cut: () => void }): void {
  let failures = 0;
  const open = () => {
    const address = new URL("dashboard/socket", document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address, "liquid.dashboard.v1");
    let isFirst = true;
    socket.onmessage = ({ data }) => {
      failures = 0;
      on.update(JSON.parse(data) as Update, isFirst);
      isFirst = false;
    };
    socket.onclose = () => {
      on.cut();
      setTimeout(open, delay(failures++));
    };
  };
  open();
}
