import { isAmbient } from './facts/capture';
import { deployedSandwiches } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';

export const sandwichNotCaptured: Rule = {
  id: 'sandwich-not-captured',
  severity: Severity.ERROR,
  summary: 'a Gateway of class istio serves as a waypoint, and its pods are not captured',
  why: 'Istio labels the pods of such a Gateway dataplane-mode: none unless told otherwise: there is no ztunnel to take HBONE for them, and connections fail',
  fix: 'label the Gateway istio.io/dataplane-mode: ambient, or put that label into spec.infrastructure.labels if there are any',
  *check(mesh) {
    for (const gateway of deployedSandwiches(mesh)) {
      const infrastructure = gateway.body.spec?.infrastructure?.labels;
      if (isAmbient(infrastructure ?? gateway.labels)) continue;
      yield {
        subject: gateway,
        path: infrastructure ? ['spec', 'infrastructure', 'labels'] : ['metadata', 'labels'],
        message: infrastructure && isAmbient(gateway.labels)
          ? 'spec.infrastructure.labels are copied to the pods instead of those of the Gateway, and lack istio.io/dataplane-mode: ambient'
          : 'no label istio.io/dataplane-mode: ambient reaches the pods of the proxy',
      };
    }
  },
};
