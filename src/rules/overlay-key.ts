import { overlaySources } from './facts/overlays';
import type { Rule } from './rule';
import { Severity } from './rule';
import { OVERLAY_KEYS } from '../istio/overlay-keys';

export const overlayKey: Rule = {
  id: 'overlay-key',
  severity: Severity.ERROR,
  summary: 'a ConfigMap of parameters has a key that Istio does not know',
  why: 'Istio renders nothing at all for the Gateways that use it, and says so in its log only',
  fix: 'name the keys deployment, service, serviceAccount, horizontalPodAutoscaler, podDisruptionBudget; keep other data elsewhere',
  *check(mesh) {
    for (const { configMap, gateways } of overlaySources(mesh)) {
      for (const key of Object.keys(configMap.body.data ?? {}).filter((name) => !OVERLAY_KEYS.includes(name))) {
        yield {
          subject: configMap,
          path: ['data', key],
          message: `unsupported overlay "${key}" (supported: ${OVERLAY_KEYS.join(', ')}): nothing is deployed`,
          related: gateways.map((manifest) => ({ manifest, path: ['spec', 'infrastructure', 'parametersRef'] })),
        };
      }
    }
  },
};
