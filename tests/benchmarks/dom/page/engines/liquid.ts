import { remember } from "../../../../../client/src/engine/index";
import type { Engine } from "../engine";

export const engine: Engine = {
  open(root) {
    const remembered = remember(root);
    return {
      root,
      // The fingerprint is taken in idle time; the whole of it is due before the first capture.
      ready: () => void remembered.fingerprint,
      capture: () => JSON.stringify(remembered.capture()),
      apply: message => void remembered.apply(JSON.parse(message)),
      close: remembered.stop,
    };
  },
};
