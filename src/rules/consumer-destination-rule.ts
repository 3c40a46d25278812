import { serviceBinding } from './facts/bindings';
import { dataPlanesIn } from './facts/data-planes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { DESTINATION_RULE } from '../mesh/kinds/istio-traffic';
import type { MeshObjects } from '../mesh/mesh-objects';
import { DataPlane } from '../registry/data-plane';
import { fullHost } from '../routing/short-names';

export const consumerDestinationRule: Rule = {
  id: 'consumer-destination-rule',
  severity: Severity.WARNING,
  summary: 'a DestinationRule lives in a namespace whose DestinationRules the waypoint does not look at',
  why: 'in ambient mode the waypoint connects to the service, not the client: it looks in its own namespace, that of the service and the root namespace, and ztunnel looks at none',
  fix: 'move the DestinationRule into the namespace of the service',
  *check(mesh) {
    for (const subject of mesh.all(DESTINATION_RULE)) {
      const host = fullHost(subject.body.spec?.host ?? '', subject.namespace, mesh.clusterDomain);
      for (const owner of mesh.withHost(host)) {
        const binding = serviceBinding(mesh, owner);
        if (!binding) continue;
        const namespaces = [...new Set([owner.namespace, binding.waypoint.namespace, mesh.config.rootNamespace])];
        if (namespaces.includes(subject.namespace) || !hasOnlyCaptured(mesh, subject.namespace)) continue;
        const message = `ignored: the waypoint of ${owner.kind} ${owner.namespace}/${owner.name} reads DestinationRules of ${namespaces.join(', ')} only`;
        yield { subject, path: ['spec', 'host'], message };
      }
    }
  },
};

/** Sidecars, ingress gateways and waypoints read the DestinationRules of their own namespace. */
function hasOnlyCaptured(mesh: MeshObjects, namespace: string): boolean {
  const isCaptured = [...dataPlanesIn(mesh, namespace)].every((dataPlane) => dataPlane === DataPlane.ZTUNNEL);
  return isCaptured && mesh.inNamespace(GATEWAY, namespace).length === 0;
}
