import { mount, unmount } from "svelte";
import List from "./List.svelte";
import type { Mount } from "./sample";

export const svelte: Mount = (host, liquid) => {
  const mounted = mount(List, { target: host, props: { liquid } });
  return () => void unmount(mounted);
};
