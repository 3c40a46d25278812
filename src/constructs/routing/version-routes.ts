import { GrpcRoute } from './grpc-route';
import { HttpRoute } from './http-route';
import { RouteParent } from './route-parent';
import type { ServicePort } from './service-port';
import { ServiceProtocol } from './service-port';
import { protocolOf } from './service-port-manifest';
import { TcpRoute } from './tcp-route';
import { TlsRoute } from './tls-route';
import type { VersionedService } from './versioned-service';

/** The route that goes with each protocol. */
const ROUTES = {
  [ServiceProtocol.HTTP]: HttpRoute,
  [ServiceProtocol.HTTP2]: HttpRoute,
  [ServiceProtocol.GRPC]: GrpcRoute,
  [ServiceProtocol.TCP]: TcpRoute,
  [ServiceProtocol.TLS]: TlsRoute,
};

/** Defines a route for each port of a service, which splits its traffic between the versions by weight. */
export function defineVersionRoutes(
  service: VersionedService, name: string, ports: readonly ServicePort[], weights: { readonly [version: string]: number },
): void {
  for (const one of ports) {
    const { port } = one;
    new ROUTES[protocolOf(one)](service, `route-${port}`, {
      parents: [RouteParent.service(service.parent, { port })],
      backends: Object.entries(weights).map(([version, weight]) => service.backend(version, { port, weight })),
      routeName: ports.length > 1 ? `${name}-${port}` : name,
    });
  }
}
