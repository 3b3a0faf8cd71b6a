/** Does what it can; true when all is done. `last` says that it is not tried again. */
export type Overlay = (last: boolean) => boolean;

/** How long (ms) frameworks may take to render. */
const PATIENCE = 2000;

/**
 * Lays over a page what frameworks don't hold, when they have rendered: at once, and what has no place yet at every change of the tree
 * until its place is there. `isCurrent` ends it when something newer has come.
 */
export function overlay(root: Node, layers: Overlay[], isCurrent: () => boolean): Promise<void> {
  let open = layers;
  const lay = (last: boolean) => {
    open = open.filter(layer => isCurrent() && !layer(last));
    return open.length === 0;
  };
  return new Promise(resolve => {
    if (lay(false)) {
      resolve();
      return;
    }
    const finish = () => {
      clearTimeout(patience);
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(() => lay(false) && finish());
    observer.observe(root, { subtree: true, childList: true, attributeFilter: ["id"] });
    const patience = setTimeout(() => {
      lay(true);
      finish();
    }, PATIENCE);
  });
}
