import { istioFindings, stepsOf } from './facts/schema-check';
import type { Rule } from './rule';
import { Severity } from './rule';

export const istioWarns: Rule = {
  id: 'istio-warns',
  severity: Severity.WARNING,
  summary: 'Istio\'s validation takes the object with a warning',
  why: 'who applies it is told so once; in a pipeline nobody reads it, and part of the object may do nothing',
  fix: 'do as the message says',
  *check(mesh) {
    for (const [subject, findings] of istioFindings(mesh)) {
      for (const { path, message, severity } of findings) {
        if (severity === 'warning' && isMistake(message)) yield { subject, path: stepsOf(path), message };
      }
    }
  },
};

/**
 * What a DENY policy for HTTP does to ports that are TCP is said by `deny-wider-on-tcp`, where there are such ports; what Istio says of
 * every EnvoyFilter is no mistake of this one.
 */
const LEFT_OUT = ['configured AuthorizationPolicy will deny all traffic to TCP ports', 'EnvoyFilter exposes internal implementation details'];

function isMistake(message: string): boolean {
  return !LEFT_OUT.some((start) => message.startsWith(start));
}
