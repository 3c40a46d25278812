import { isPatch, schemaFindings, stepsOf } from './facts/schema-check';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { KubernetesObject } from '../schema/object';
import { webhookFindings } from '../schema/webhook';

export const refusedByIstio: Rule = {
  id: 'refused-by-istio',
  severity: Severity.ERROR,
  summary: 'Istio\'s validation refuses the object',
  why: 'the object is not applied; where the webhook is not installed, Istio ignores what it can\'t read',
  fix: 'correct the field as the message says',
  *check(mesh) {
    const refused = schemaFindings(mesh);
    for (const subject of mesh.everything()) {
      if (refused.has(subject) || isPatch(subject) || !subject.group.endsWith('.istio.io')) continue;
      for (const { path, message, severity } of webhookFindings(subject.body as KubernetesObject)) {
        if (severity === 'error') yield { subject, path: stepsOf(path), message };
      }
    }
  },
};
