/**
 * Watches over the silence on a connection, `idle` in seconds: pings when nothing was said for half of it, and gives the
 * connection up when a ping was not answered for another half.
 */
export class Heartbeat {
  #timer: ReturnType<typeof setInterval> | undefined;
  #said = false;
  #silentTurns = 0;

  start(idle: number, ping: () => void, giveUp: () => void): void {
    this.stop();
    this.#said = true;
    this.#silentTurns = 0;
    this.#timer = setInterval(() => {
      // Two turns of silence may hold no ping yet: something else was said in the first.
      if (++this.#silentTurns > 2) return giveUp();
      if (!this.#said) ping();
      this.#said = false;
    }, idle * 500);
  }

  said(): void {
    this.#said = true;
  }

  heard(): void {
    this.#silentTurns = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
