/** What the tests call of the frameworks, beside what the adapters do (client/src/adapters/frameworks.d.ts). */
declare module "react" {
  export const StrictMode: unknown;
  export function createElement(type: unknown, props?: object | null, ...children: unknown[]): unknown;
}

declare module "react-dom/client" {
  export function createRoot(host: Element): { render(element: unknown): void; unmount(): void };
}

declare module "vue" {
  export function createApp(component: object): { mount(host: Element): unknown; unmount(): void };
  export function h(type: string, props?: object, children?: unknown): unknown;
  export function ref<T>(value: T): { value: T };
  export function reactive<T extends object>(value: T): T;
}

declare module "svelte" {
  export function mount(component: unknown, options: { target: Element; props: object }): object;
  export function unmount(mounted: object): Promise<void>;
}

declare module "*.svelte" {
  const component: unknown;
  export default component;
}

declare module "alpinejs" {
  const Alpine: import("../../../client/src/adapters/alpine").Alpine & {
    data<T extends object>(name: string, make: () => T & ThisType<T>): void;
    plugin(plugin: unknown): void;
    start(): void;
    initTree(element: Element): void;
    destroyTree(element: Element): void;
  };
  export default Alpine;
}
