const NANOSECONDS: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };
const DURATION = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/;

/** A duration of Go (`1h30m`) in milliseconds; 0 if it is none. */
export function milliseconds(text: string): number {
  const [, sign, parts = ''] = DURATION.exec(text) ?? [];
  const sum = [...parts.matchAll(/([\d.]+)([a-zµμ]+)/g)]
    .reduce((total, [, value, unit]) => total + Math.round(Number(value) * NANOSECONDS[unit]), 0);
  return (sign === '-' ? -sum : sum) / 1e6;
}

/** What is wrong with a duration. @see istio pkg/config/validation/agent ValidateDuration */
export function durationProblem(text: string): string | undefined {
  const duration = milliseconds(text);
  if (duration < 1) return 'duration must be greater than 1ms';
  return Number.isInteger(duration) ? undefined : 'only durations to ms precision are supported';
}

/** The same for a duration that may be left out. */
export function optionalDurationProblem(text: string | undefined): string | undefined {
  return text === undefined ? undefined : durationProblem(text);
}
