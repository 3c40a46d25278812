import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { problem } from '../problem';

/** A duration as the Gateway API writes it, such as `1m500ms`. */
export function gatewayDuration(scope: Construct, name: string, duration: Duration | undefined): string | undefined {
  if (!duration) return undefined;
  let rest = duration.toMilliseconds({ integral: false });
  if (!Number.isInteger(rest) || rest < 0) throw problem(scope, `${name} is ${rest} milliseconds: write whole milliseconds`);
  const parts: string[] = [];
  for (const [unit, size] of [['h', 3_600_000], ['m', 60_000], ['s', 1000], ['ms', 1]] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 99_999) throw problem(scope, `${name} is ${count} hours: write at most 99999`);
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.join('') || '0s';
}

/** A duration in whole seconds. */
export function wholeSeconds(scope: Construct, name: string, duration: Duration | undefined): number | undefined {
  const seconds = duration?.toSeconds({ integral: false });
  if (seconds !== undefined && (!Number.isInteger(seconds) || seconds < 1)) {
    throw problem(scope, `${name} is ${seconds} seconds: write whole seconds, at least 1`);
  }
  return seconds;
}
