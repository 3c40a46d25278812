import type { Gateway } from './facts/gateways';
import { deployedWaypoints } from './facts/gateways';
import { waypointPodLabels } from './facts/waypoint-pods';
import type { Rule } from './rule';
import { Severity } from './rule';
import { DATAPLANE_MODE, GATEWAY_NAME, MANAGED } from '../istio/labels';
import { SERVICE } from '../mesh/kinds/core';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';

/** What Istio sets on the pods of a waypoint, and lets the Gateway override. */
const RESERVED = [[DATAPLANE_MODE, 'none'], ['sidecar.istio.io/inject', 'false']] as const;

export const labelsBreakPods: Rule = {
  id: 'labels-break-pods',
  severity: Severity.ERROR,
  summary: 'a label of the Gateway reaches the pods of the waypoint and breaks them',
  why: 'labels of the Gateway are copied to its pods, where they win over those that keep ztunnel and the sidecar injector away from the proxy, and by which a Service may take them for its own',
  fix: 'remove the label; to keep it on the Gateway alone, set spec.infrastructure.labels, which are copied instead',
  *check(mesh) {
    for (const gateway of deployedWaypoints(mesh)) {
      const { labels, path } = copiedLabels(gateway);
      for (const [name, value] of RESERVED) {
        if (!Object.hasOwn(labels, name) || labels[name] === value) continue;
        yield { subject: gateway, path: [...path, name], message: `"${labels[name]}" reaches the pods of the waypoint, where Istio needs "${value}"` };
      }
      const service = selectingService(mesh, gateway);
      if (service) yield { subject: gateway, path, message: `Service ${service.name} selects the pods of the waypoint by their labels, and sends them requests` };
    }
  },
};

/** @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go extractInfrastructureMetadata */
function copiedLabels({ labels, body }: Gateway): { labels: Gateway['labels']; path: FieldPath } {
  const infrastructure = body.spec?.infrastructure?.labels;
  return infrastructure ? { labels: infrastructure, path: ['spec', 'infrastructure', 'labels'] } : { labels, path: ['metadata', 'labels'] };
}

/** A Service of the application that takes the waypoint for one of its pods. */
function selectingService(mesh: MeshObjects, gateway: Gateway): Manifest | undefined {
  const pods = waypointPodLabels(mesh, gateway);
  return mesh.inNamespace(SERVICE, gateway.namespace).find(({ labels, body }) => {
    const wanted = Object.entries(body.spec?.selector ?? {});
    return wanted.length > 0 && !Object.hasOwn(labels, MANAGED) && wanted.every(([name, value]) => pods[name] === value)
      && !wanted.some(([name]) => name === GATEWAY_NAME);
  });
}
