/** What went wrong, as a code. The first group comes from the relay (server/PROTOCOL.md), the second from this page. */
export type LiquidErrorCode =
  | "bad_message"
  | "unknown_type"
  | "unsupported_version"
  | "unknown_target"
  | "too_large"
  | "wrong_key"
  | "forbidden_origin"
  | "forbidden"
  | "not_paired"
  | "unknown_code"
  | "unknown_device"
  | "rate_limited"
  | "unavailable"
  | "replaced"
  | "removed"
  | "already_started"
  | "stopped"
  | "bad_state"
  | "declined"
  | "canceled"
  | "failed";

/** An error that the page's author or its user can act on: `message` names what to do. */
export class LiquidError extends Error {
  override readonly name = "LiquidError";

  /**
   * @param code what went wrong; a newer relay may send codes that are not listed
   * @param retryable whether the same call may succeed later
   * @param retryAfterMs milliseconds after which trying again makes sense, where the relay says so
   */
  constructor(
    readonly code: LiquidErrorCode | (string & {}),
    message: string,
    readonly retryable = false,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}
