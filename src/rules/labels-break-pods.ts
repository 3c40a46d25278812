import type { Gateway } from './facts/gateways';
import { waypointGateways } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { DATAPLANE_MODE } from '../istio/labels';
import type { FieldPath } from '../mesh/positions';

/** What Istio sets on the pods of a waypoint, and lets the Gateway override. */
const RESERVED: Readonly<Record<string, string>> = { [DATAPLANE_MODE]: 'none', 'sidecar.istio.io/inject': 'false' };

export const labelsBreakPods: Rule = {
  id: 'labels-break-pods',
  severity: Severity.ERROR,
  summary: 'a label of the Gateway reaches the pods of the waypoint and breaks them',
  why: 'labels of the Gateway are copied to its pods, where they win over those that keep ztunnel and the sidecar injector away from the proxy',
  fix: 'remove the label; to keep it on the Gateway alone, set spec.infrastructure.labels, which are copied instead',
  *check(mesh) {
    for (const gateway of waypointGateways(mesh)) {
      const { labels, path } = copiedLabels(gateway);
      for (const [name, value] of Object.entries(RESERVED)) {
        if (!Object.hasOwn(labels, name) || labels[name] === value) continue;
        yield { subject: gateway, path: [...path, name], message: `"${labels[name]}" reaches the pods of the waypoint, where Istio needs "${value}"` };
      }
    }
  },
};

/** @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go extractInfrastructureMetadata */
function copiedLabels({ labels, body }: Gateway): { labels: Gateway['labels']; path: FieldPath } {
  const infrastructure = body.spec?.infrastructure?.labels;
  return infrastructure ? { labels: infrastructure, path: ['spec', 'infrastructure', 'labels'] } : { labels, path: ['metadata', 'labels'] };
}
