const NANOSECONDS: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };
const DURATION = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/;

/** A duration of Go (`1h30m`) in milliseconds; undefined if it is none. @see Go time ParseDuration */
export function milliseconds(text: string): number | undefined {
  const [, sign, parts] = DURATION.exec(text) ?? [];
  if (parts === undefined) return undefined;
  const sum = [...parts.matchAll(/([\d.]+)([a-zµμ]+)/g)]
    .reduce((total, [, value, unit]) => total + Math.round(Number(value) * NANOSECONDS[unit]), 0);
  return (sign === '-' ? -sum : sum) / 1e6;
}
