import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { attach, type Started } from "./attach";

/** Sets a state: to a value, or to what a function makes of the former one. */
export type SetState<T> = (next: T | ((former: T) => T)) => void;

/**
 * `useState` whose value travels with the page under a name. One component at a time has a name.
 *
 * @param liquid `Liquid.start(…)`, awaited or not; the same at every render
 */
export function useLiquidState<T>(liquid: Started, name: string, initial: T | (() => T)): [T, SetState<T>] {
  const [value, setValue] = useState(initial);
  const latest = useRef(value);
  const rendered = useRef<(() => void)[]>([]);
  const changed = useRef(() => {});
  useLayoutEffect(() => {
    if (!Object.is(latest.current, value)) {
      latest.current = value;
      changed.current();
    }
    for (const resolve of rendered.current.splice(0)) resolve();
  });
  useEffect(() => {
    const detach = attach<T>(liquid, name, {
      get: () => latest.current,
      set(arrived) {
        // React does not render for what is so already.
        if (Object.is(arrived, latest.current)) return undefined;
        const shown = new Promise<void>(resolve => rendered.current.push(resolve));
        setValue(() => arrived);
        return shown;
      },
      subscribe(tell) {
        changed.current = tell;
        return () => {
          changed.current = () => {};
        };
      },
    });
    return () => {
      detach();
      for (const resolve of rendered.current.splice(0)) resolve();
    };
  }, [liquid, name]);
  return [value, setValue];
}
