import type { Rule } from './rule';
import { Severity } from './rule';
import { INGRESS_USE_WAYPOINT } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';

export const ingressLabelOnGateway: Rule = {
  id: 'ingress-label-on-gateway',
  severity: Severity.WARNING,
  summary: 'ingress-use-waypoint is on a Gateway',
  why: 'Istio reads the label from Service, ServiceEntry and Namespace only: traffic from the ingress still goes around the waypoint',
  fix: 'put the label on the Services that the ingress is to reach through their waypoint, or on their Namespace',
  *check(mesh) {
    for (const subject of mesh.all(GATEWAY)) {
      if (!Object.hasOwn(subject.labels, INGRESS_USE_WAYPOINT)) continue;
      yield { subject, path: ['metadata', 'labels', INGRESS_USE_WAYPOINT], message: 'the label is never read from a Gateway' };
    }
  },
};
