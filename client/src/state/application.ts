import { isElement } from "../engine/base/scope";
import type { Remark } from "../engine/patch";
import type { Handlers } from "../handlers/handlers";
import type { Fired } from "../handlers/once";
import { isRecord } from "../messages/shape";
import { decode, encode } from "../values/codec";
import { excess } from "../values/limits";
import { types as typeRegistry } from "../values/types";
import { type StateValues, states as stateRegistry } from "./states";
import { areTimers, timers as timerRegistry } from "./timers";

/** What of an application travels beside its page, as one graph: what two states share is still shared where it arrives. */
interface Graph extends Partial<StateValues> {
  timers?: unknown;
  /** `once` listeners that have fired. */
  fired?: unknown;
}

export type Application = ReturnType<typeof application>;

/** The state that an application keeps in variables. `changed` is told when one says that it changed. */
export function application(handlers: Handlers, changed: () => void) {
  const types = typeRegistry();
  const states = stateRegistry(changed);
  const timers = timerRegistry();

  function graphOf(still: boolean, failed: (name: string, error: unknown) => void): Graph {
    const values = states.read(failed);
    const graph: Graph = {};
    for (const part of ["states", "versions"] as const) {
      if (values[part].size) Object.assign(graph, { [part]: values[part] });
    }
    const [running, fired] = [timers.read(still), handlers.fired()];
    if (running.length) graph.timers = running;
    if (fired.length) graph.fired = fired;
    return graph;
  }

  return {
    types,
    states,
    timers,
    /** Binds handlers to elements that came late. */
    bind: handlers.discover,
    /** Selects the elements that may have handlers. */
    selector: handlers.selector,

    /** Why what arrived is refused before anything is touched. */
    excess: (flat: unknown): string | undefined => (flat === undefined ? undefined : excess(flat)),

    /**
     * JSON text of all there is, `undefined` if there is nothing; nodes of the page are put into `nodes`. A state that can't be
     * read goes to `failed` and is left out. `still` leaves out what changes by itself.
     */
    capture(nodes: Node[], failed: (name: string, why: string) => void, still = false): string | undefined {
      const unreadable = (name: string, error: unknown) => failed(name, reason(error));
      const graph = graphOf(still, unreadable);
      if (!Object.keys(graph).length) return undefined;
      try {
        return encode(graph, types.registered, nodes);
      } catch {
        // One of them is at fault, and the error is to name it.
        const { states = new Map() } = graph;
        for (const [name, value] of states) {
          try {
            encode(value, types.registered, []);
          } catch (error) {
            unreadable(name, error);
            states.delete(name);
          }
        }
        nodes.length = 0;
        return encode(graph, types.registered, nodes);
      }
    },

    /** Hands out states that came without a page, and tells how many. What is not among them stays as it is. */
    hand(flat: unknown) {
      const { states: values } = decode(flat, new Map(), () => null) as Graph;
      const given = isMap(values) ? values : new Map<string, never>();
      const handed = states.apply({ states: given, versions: new Map() });
      return { ...handed, given: given.size - handed.leftOut.length };
    },

    /** Binds handlers to what arrived, hands out the states and starts the timers. `pending`: what shows the states is rendered. */
    apply(flat: unknown, touched: Iterable<Element>, nodeOf: (place: number) => Node | null) {
      const leftOut: Remark[] = [];
      let graph: Graph = {};
      try {
        if (flat !== undefined) graph = decode(flat, types.registered, nodeOf) as Graph;
      } catch (error) {
        leftOut.push({ reason: "state_failed", what: `${error}` });
      }
      const { states: values, versions, timers: running = [], fired = [] } = isRecord(graph) ? graph : {};
      leftOut.push(...handlers.arrived(touched, (Array.isArray(fired) ? fired : []).filter(isFired)));
      const handed = states.apply({
        states: isMap(values) ? values : new Map(),
        versions: isMap(versions) ? versions : new Map(),
      });
      leftOut.push(...handed.leftOut);
      if (areTimers(running)) leftOut.push(...timers.apply(running));
      else leftOut.push({ reason: "state_failed", what: "timers" });
      return { leftOut, pending: handed.pending, late: handed.late };
    },
  };
}

const reason = (error: unknown): string => {
  const { path } = error as { path?: string };
  return path ? `${error} at ${path}` : `${error}`;
};

const isMap = (value: unknown): value is Map<string, never> => value instanceof Map;

const isFired = (value: unknown): value is Fired =>
  Array.isArray(value) && isElement(value[0] ?? {}) && typeof value[1] === "string" && typeof value[2] === "string";
