const UNITS: [seconds: number, unit: string][] = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
];

/** How long a number of milliseconds is, in its largest unit. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  for (const [length, unit] of UNITS) if (seconds >= length) return `${Math.floor(seconds / length)} ${unit}`;
  return "0 s";
}

/** How long ago a time is. */
export function ago(at: string, now: number): string {
  const ms = now - Date.parse(at);
  return ms < 1500 ? "just now" : `${duration(ms)} ago`;
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${short(count / 1000)} kB` : `${short(count / 1e6)} MB`;
}

/** A number with as many digits as matter at a glance. */
export function short(value: number): string {
  if (value >= 10_000) return `${short(value / 1000)} k`;
  return value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
}

export function milliseconds(value: number): string {
  if (value >= 1000) return `${short(value / 1000)} s`;
  return value < 0.1 ? `${Math.round(value * 1000)} µs` : `${value < 1 ? value.toFixed(2) : short(value)} ms`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
