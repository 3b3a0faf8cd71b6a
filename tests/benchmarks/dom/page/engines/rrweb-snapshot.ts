import { buildNodeWithSN, createCache, createMirror, serializeNodeWithId } from "rrweb-snapshot";
import type { Engine } from "../engine";

/** Sends the whole tree; the target is built anew from it. The options are those that its `snapshot` takes by default. */
export const engine: Engine = {
  open(root) {
    const session = {
      root,
      capture() {
        const snapshot = serializeNodeWithId(session.root, {
          doc: document,
          mirror: createMirror(),
          blockClass: "rr-block",
          blockSelector: null,
          maskTextClass: "rr-mask",
          maskTextSelector: null,
          skipChild: false,
          inlineStylesheet: true,
          maskInputOptions: { password: true },
          maskTextFn: undefined,
          maskInputFn: undefined,
          slimDOMOptions: {},
          newlyAddedElement: false,
        });
        return JSON.stringify(snapshot);
      },
      apply(message: string) {
        const built = buildNodeWithSN(JSON.parse(message), {
          doc: document,
          mirror: createMirror(),
          cache: createCache(),
          hackCss: true,
        }) as Element;
        session.root.replaceWith(built);
        session.root = built;
      },
    };
    return session;
  },
};
