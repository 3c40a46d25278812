import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { problem } from '../problem';

/**
 * A duration as Istio's own kinds and Envoy write it, in seconds, such as `1.5s`.
 * @param least the least that Istio takes, in milliseconds
 */
export function istioDuration(scope: Construct, name: string, duration: Duration | undefined, least: number = 1): string | undefined {
  if (!duration) return undefined;
  const milliseconds = duration.toMilliseconds({ integral: false });
  if (!Number.isInteger(milliseconds) || milliseconds < least) {
    throw problem(scope, `${name} is ${milliseconds} milliseconds: write whole milliseconds, at least ${least}`);
  }
  return `${milliseconds / 1000}s`;
}
