import { istioFindings, stepsOf } from './facts/schema-check';
import type { Rule } from './rule';
import { Severity } from './rule';

export const refusedByIstio: Rule = {
  id: 'refused-by-istio',
  severity: Severity.ERROR,
  summary: 'Istio\'s validation refuses the object',
  why: 'the object is not applied; where the webhook is not installed, Istio ignores what it can\'t read',
  fix: 'correct the field as the message says',
  *check(mesh) {
    for (const [subject, findings] of istioFindings(mesh)) {
      for (const { path, message, severity } of findings) {
        if (severity === 'error') yield { subject, path: stepsOf(path), message };
      }
    }
  },
};
