import type { Message } from "../messages/envelope";

/**
 * Takes what arrives one after the other. Taking it may last, as when somebody is asked first; what comes after waits, since
 * acknowledging it would acknowledge what came before.
 */
export function inbox(acknowledge: (number: number) => void) {
  const waiting: { message: Message; take: () => Promise<unknown> | undefined }[] = [];
  let busy = false;

  function next(): void {
    while (!busy && waiting.length) {
      const { message, take } = waiting[0]!;
      const done = () => {
        waiting.shift();
        acknowledge(message.number);
      };
      const taken = take();
      if (!taken) {
        done();
        continue;
      }
      busy = true;
      void taken.finally(() => {
        busy = false;
        done();
        next();
      });
    }
  }

  /** Takes a message, now or when those before it are taken. One that waits already came again after a cut. */
  return (message: Message, take: () => Promise<unknown> | undefined): void => {
    if (waiting.some(({ message: other }) => other.from === message.from && other.id === message.id)) return;
    waiting.push({ message, take });
    if (!busy && waiting.length === 1) next();
  };
}
