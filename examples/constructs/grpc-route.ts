import type { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { Backend, GrpcMethodMatch, GrpcRoute, NamespaceWaypoint, ObjectRef, RouteParent } from 'cdk8s-waypoint';

/** One method of a gRPC service goes to a new version, all others to the present one. */
export function declare(chart: Chart): void {
  new NamespaceWaypoint(chart, 'waypoint');
  const service = (name: string) => ObjectRef.of(new Service(chart, name, {
    metadata: { name }, ports: [{ name: 'grpc', port: 50051 }],
  }));
  const toVersion = (name: string) => Backend.service(service(name), { port: 50051 });

  new GrpcRoute(chart, 'cart-route', {
    parents: [RouteParent.service(service('cart'), { port: 50051 })],
    rules: [
      { matches: [{ method: GrpcMethodMatch.method('shop.Cart', 'AddItem') }], backends: [toVersion('cart-v2')] },
      { backends: [toVersion('cart-v1')] },
    ],
  });
}
