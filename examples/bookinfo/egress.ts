import type { App } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import { CrossNamespaceWaypoint, ObjectRef } from 'cdk8s-waypoint';

/** An egress gateway that other namespaces share: an external host is reached through a waypoint in one place. */
export function declareEgress(app: App): void {
  const consumer = new Chart(app, 'egress-consumer', { namespace: 'egress-consumer' });
  const istioSite = new ApiObject(consumer, 'istio-site', {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'istio-site' },
    spec: {
      hosts: ['istio.io'],
      location: 'MESH_EXTERNAL',
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      resolution: 'DNS',
    },
  });

  const infrastructure = new Chart(app, 'egress', { namespace: 'common-infrastructure' });
  new CrossNamespaceWaypoint(infrastructure, 'egress-gateway', {
    waypointName: 'egress-gateway',
    consumers: [ObjectRef.of(istioSite)],
  });
}
