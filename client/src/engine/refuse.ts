import { PatchError, type PatchErrorCode } from "./patch";

/** Refuses a patch. */
export function refuse(code: PatchErrorCode, why: string): never {
  throw new PatchError(code, `The patch is refused: ${why}.`);
}
