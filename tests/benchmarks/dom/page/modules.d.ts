/** The packages that bring no types: what of them is used here. */
declare module "vdom-virtualize" {
  export default function virtualize(node: Element): object;
}
declare module "virtual-dom/diff" {
  export default function diff(from: object, to: object): object;
}
declare module "virtual-dom/patch" {
  export default function patch(root: Element, patches: object): Element;
}
declare module "@zharktas/vdom-serialize" {
  export function serializePatches(patches: object): object;
  export function deserializePatches(patches: object): object;
}
