import type { Engine } from "../engine";
import type { Session } from "../session/session";

/**
 * Hands this page's base over to the relay, for targets whose own differs.
 *
 * @param tooLarge is told where the relay takes no base of this size (bytes)
 */
export function handover(
  engine: Pick<Engine, "fingerprint" | "describe">,
  session: Pick<Session, "say" | "limits">,
  tooLarge: (size: number, limit: number) => void,
) {
  let underWay = false;

  return {
    /** The relay lacks it, or a target could not use what it has. */
    give(): void {
      if (underWay) return;
      const rows = JSON.stringify(engine.describe());
      const size = new Blob([rows]).size;
      const { base: limit } = session.limits;
      if (size > limit) tooLarge(size, limit);
      else underWay = session.say({ type: "base", fingerprint: engine.fingerprint }, rows);
    },

    /** The relay has it or refuses it, or the connection is cut: then it says again what it lacks. */
    over(): void {
      underWay = false;
    },
  };
}
