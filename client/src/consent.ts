import type { Consent } from "./events";

/** Whether a page consents to something; a promise if it asks somebody first. */
export type Consented = boolean | Promise<boolean>;

/**
 * Asks a page by an event that it may cancel, or hold back by `until`.
 *
 * @param dispatch sends the event out, and says whether it was not canceled
 */
export function consent<T extends object>(
  type: string,
  detail: T,
  dispatch: (event: CustomEvent<T & Consent>) => boolean,
): Consented {
  const held: PromiseLike<unknown>[] = [];
  const until = (answer: PromiseLike<unknown>) => void held.push(answer);
  const event = new CustomEvent(type, { cancelable: true, detail: { ...detail, until } });
  if (!dispatch(event)) return false;
  if (!held.length) return true;
  return Promise.all(held).then(
    answers => answers.every(answer => answer !== false),
    () => false,
  );
}
