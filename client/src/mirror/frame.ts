/** How long (ms) to wait for a frame; a hidden page draws none. */
const NO_FRAME = 100;

/** Calls back before the next frame, or soon where none is drawn. Returns how to cancel. */
export function onFrame(callback: () => void): () => void {
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const run = () => {
    cancel();
    callback();
  };
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, NO_FRAME);
  return cancel;
}
