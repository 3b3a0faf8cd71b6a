import type { Remark } from "../engine/patch";

/** A timer as it travels. Times in milliseconds. */
export interface TimerValue {
  id: number;
  /** Name of the function that it calls. */
  name: string;
  /** The time that was left. */
  left: number;
  /** The interval, where it repeats. */
  every?: number;
  paused?: true;
  args: unknown[];
}

interface Timer extends TimerValue {
  /** When it is due, by `performance.now()`; absent while it stands still. */
  due?: number;
  handle?: ReturnType<typeof setTimeout>;
}

/** A function that timers call by its name. */
export type TimerFunction = (...args: never[]) => unknown;

/** What a browser can wait for in one go. */
const LONGEST = 2 ** 31 - 1;

/** Timers that call functions by name, so that they can go on elsewhere with the time that was left. */
export function timers() {
  const functions = new Map<string, TimerFunction>();
  let running = new Map<number, Timer>();
  let last = 0;

  function leftOf({ due, left }: Timer): number {
    return due === undefined ? left : Math.max(0, due - performance.now());
  }

  function halt(timer: Timer): void {
    timer.left = leftOf(timer);
    delete timer.due;
    clearTimeout(timer.handle);
  }

  function run(timer: Timer): void {
    if (timer.paused) return;
    clearTimeout(timer.handle);
    timer.due = performance.now() + timer.left;
    timer.handle = setTimeout(() => fire(timer), Math.min(timer.left, LONGEST));
  }

  function fire(timer: Timer): void {
    halt(timer);
    if (timer.left > 0) {
      run(timer);
      return;
    }
    // What nobody has registered here yet waits, and is called as soon as it is.
    const call = functions.get(timer.name);
    if (!call) return;
    if (timer.every === undefined) running.delete(timer.id);
    else {
      timer.left = timer.every;
      run(timer);
    }
    call(...(timer.args as never[]));
  }

  function start(name: string, ms: number, args: unknown[], every: number | undefined): number {
    if (!name || typeof name !== "string") {
      throw new TypeError(
        'A timer calls a function by its name: registerHandler("tick", tick), setTimeout("tick", 1000).',
      );
    }
    const left = Math.max(0, Number(ms) || 0);
    const timer: Timer = { id: ++last, name, left, args, ...(every !== undefined && { every: Math.max(4, left) }) };
    running.set(timer.id, timer);
    run(timer);
    return timer.id;
  }

  return {
    /** Returns how to unregister. */
    register(name: string, call: TimerFunction): () => void {
      functions.set(name, call);
      for (const timer of [...running.values()]) if (timer.name === name && timer.due === undefined) run(timer);
      return () => {
        if (functions.get(name) === call) functions.delete(name);
      };
    },

    setTimeout: (name: string, ms: number, ...args: unknown[]): number => start(name, ms, args, undefined),
    setInterval: (name: string, ms: number, ...args: unknown[]): number => start(name, ms, args, ms),

    clear(id: number): void {
      clearTimeout(running.get(id)?.handle);
      running.delete(id);
    },

    pause(id: number): void {
      const timer = running.get(id);
      if (!timer || timer.paused) return;
      halt(timer);
      timer.paused = true;
    },

    resume(id: number): void {
      const timer = running.get(id);
      if (!timer?.paused) return;
      delete timer.paused;
      run(timer);
    },

    /** All of them. `still` leaves out how much time is left, which changes by itself. */
    read: (still: boolean): TimerValue[] =>
      [...running.values()].map(timer => {
        const { id, name, every, paused, args } = timer;
        return {
          id,
          name,
          left: still ? 0 : Math.round(leftOf(timer)),
          args,
          ...(every && { every }),
          ...(paused && { paused }),
        };
      }),

    /** Puts those that arrived in the place of those that are here. */
    apply(arrived: TimerValue[]): Remark[] {
      for (const timer of running.values()) clearTimeout(timer.handle);
      running = new Map(arrived.map(timer => [timer.id, { ...timer }]));
      for (const timer of running.values()) run(timer);
      last = Math.max(last, ...running.keys());
      const unknown = new Set(arrived.map(({ name }) => name).filter(name => !functions.has(name)));
      return [...unknown].map(name => ({ reason: "unknown_handler", what: `${name} of a timer` }));
    },

    stop(): void {
      for (const timer of running.values()) clearTimeout(timer.handle);
      running.clear();
    },
  };
}

/** Whether a value is a list of timers. */
export const areTimers = (value: unknown): value is TimerValue[] =>
  Array.isArray(value) &&
  value.every(
    ({ id, name, left, every, args }) =>
      Number.isSafeInteger(id) &&
      typeof name === "string" &&
      Number.isFinite(left) &&
      (every === undefined || every >= 1) &&
      Array.isArray(args),
  );
