import type { App } from 'cdk8s';
import { Chart } from 'cdk8s';
import { EgressWaypoint, ServiceProtocol, Source } from 'cdk8s-waypoint';

/** An egress gateway in one place for hosts outside the mesh, and a namespace that may call one of them. */
export function declareEgress(app: App): void {
  const infrastructure = new Chart(app, 'egress', { namespace: 'common-infrastructure' });
  new EgressWaypoint(infrastructure, 'egress-gateway', {
    waypointName: 'egress-gateway',
    destinations: [{
      destinationName: 'istio-site',
      namespace: 'egress-consumer',
      hosts: ['istio.io'],
      ports: [{ port: 443, protocol: ServiceProtocol.TLS }],
      clients: [Source.namespaces('egress-consumer')],
    }],
  });
}
