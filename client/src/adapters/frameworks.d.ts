/** The few functions of frameworks that the adapters call. The frameworks themselves are their users' to install. */
declare module "react" {
  export function useState<T>(initial: T | (() => T)): [T, (next: T | ((former: T) => T)) => void];
  export function useRef<T>(initial: T): { current: T };
  export function useEffect(effect: () => undefined | (() => void), dependencies?: readonly unknown[]): void;
  export function useLayoutEffect(effect: () => undefined | (() => void), dependencies?: readonly unknown[]): void;
}

declare module "vue" {
  export function nextTick(): Promise<void>;
  export function getCurrentScope(): object | undefined;
  export function onScopeDispose(dispose: () => void): void;
  export function isRef(value: unknown): boolean;
  export function watch(source: unknown, changed: () => void, options: { deep: true }): () => void;
}

declare module "svelte" {
  export function tick(): Promise<void>;
  export function onDestroy(destroy: () => void): void;
}
