/** Does something in the page's idle time. Returns how to leave it be. */
export function whenIdle(work: (deadline?: IdleDeadline) => void): () => void {
  // Safari has no idle callbacks.
  if (!("requestIdleCallback" in globalThis)) {
    const timer = setTimeout(work);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(work);
  return () => cancelIdleCallback(idle);
}
