import { overlaySources } from './facts/overlays';
import type { Rule } from './rule';
import { Severity } from './rule';

/** What Istio makes only because the key is there. */
const MADE_BY_KEY: Readonly<Record<string, string>> = {
  horizontalPodAutoscaler: 'a HorizontalPodAutoscaler with maxReplicas 1 and no metrics',
  podDisruptionBudget: 'a PodDisruptionBudget without minAvailable and maxUnavailable',
};

export const overlayEmpty: Rule = {
  id: 'overlay-empty',
  severity: Severity.WARNING,
  summary: 'an overlay for an autoscaler or disruption budget is empty',
  why: 'the key alone makes Istio create the object, with the values of its template, which hold the waypoint at one replica or do nothing',
  fix: 'remove the key, or write what the object is to be',
  *check(mesh) {
    for (const { configMap } of overlaySources(mesh)) {
      for (const [key, made] of Object.entries(MADE_BY_KEY)) {
        const text = configMap.body.data?.[key];
        if (text === undefined || text.trim() !== '' && text.trim() !== '{}') continue;
        yield { subject: configMap, path: ['data', key], message: `the value is empty, and ${made} is created`, edit: { kind: 'remove' } };
      }
    }
  },
};
