import type { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { Backend, NamespaceWaypoint, ObjectRef, RouteParent, TcpRoute } from 'cdk8s-waypoint';

/** One in ten connections to a cache goes to a new version. */
export function declare(chart: Chart): void {
  new NamespaceWaypoint(chart, 'waypoint');
  const service = (name: string) => ObjectRef.of(new Service(chart, name, {
    metadata: { name }, ports: [{ name: 'tcp', port: 6379 }],
  }));

  new TcpRoute(chart, 'cache-route', {
    parents: [RouteParent.service(service('cache'), { port: 6379 })],
    backends: [
      Backend.service(service('cache-v1'), { port: 6379, weight: 90 }),
      Backend.service(service('cache-v2'), { port: 6379, weight: 10 }),
    ],
  });
}
