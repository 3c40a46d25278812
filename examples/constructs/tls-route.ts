import type { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { Backend, NamespaceWaypoint, ObjectRef, RouteParent, TlsRoute } from 'cdk8s-waypoint';

/** All connections to a service that ends TLS itself go to its other half. */
export function declare(chart: Chart): void {
  new NamespaceWaypoint(chart, 'waypoint');
  const service = (name: string) => ObjectRef.of(new Service(chart, name, {
    metadata: { name }, ports: [{ name: 'tls', port: 8200 }],
  }));

  new TlsRoute(chart, 'vault-route', {
    parents: [RouteParent.service(service('vault'), { port: 8200 })],
    backends: [Backend.service(service('vault-blue'), { port: 8200 })],
  });
}
