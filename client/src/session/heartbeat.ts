/**
 * Watches over the silence on a connection: pings when nothing was said for half of what is borne, and gives the connection
 * up when a ping was not answered for another half.
 */
export function heartbeat(ping: () => void, giveUp: () => void) {
  let timer: ReturnType<typeof setInterval> | undefined;
  let said = true;
  let silentTurns = 0;

  return {
    /** @param idle seconds of silence that are borne */
    start(idle: number): void {
      clearInterval(timer);
      timer = setInterval(() => {
        // Two turns of silence may hold no ping yet: something else was said in the first.
        if (++silentTurns > 2) giveUp();
        else if (!said) ping();
        said = false;
      }, idle * 500);
    },
    said(): void {
      said = true;
    },
    heard(): void {
      silentTurns = 0;
    },
    stop(): void {
      clearInterval(timer);
      silentTurns = 0;
    },
  };
}
