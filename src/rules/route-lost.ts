import type { Route } from './facts/mesh-routes';
import { isMeshRoute, routesOf } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../mesh/kinds/routes';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { isTaken } from '../registry/refusal';
import type { ConfigError } from '../routing/config-error';
import { grpcRules, httpRules, tcpRules, tlsRules } from '../routing/route-rules';

export const routeLost: Rule = {
  id: 'route-lost',
  severity: Severity.ERROR,
  summary: 'one part of a route makes Istio drop the whole route',
  why: 'a filter that Istio does not know, or a backend that it can\'t read, loses all rules of the object: traffic flows unrouted to the Service',
  fix: 'remove the part, or move it into a route of its own; what filters of the Gateway API can\'t do, an EnvoyFilter or VirtualService may',
  *check(mesh) {
    for (const route of routesOf(mesh)) {
      const error = isMeshRoute(route) ? hardError(mesh, route) : undefined;
      // One that no cluster takes is not there at all.
      if (error && isTaken(route)) yield { subject: route, path: ['spec', 'rules'], message: `the whole route is dropped, and traffic flows unrouted: ${error.reason}, ${error.message}` };
    }
  },
};

function hardError(mesh: MeshObjects, route: Route): ConfigError | undefined {
  const { rules, error } = convert(mesh, route);
  return rules.length === 0 ? error : undefined;
}

function convert(mesh: MeshObjects, route: Route): { readonly rules: readonly unknown[]; readonly error?: ConfigError } {
  if (isOf(HTTP_ROUTE, route)) return httpRules({ mesh, route, parent: 'mesh' });
  if (isOf(GRPC_ROUTE, route)) return grpcRules({ mesh, route, parent: 'mesh' });
  if (isOf(TCP_ROUTE, route)) return tcpRules({ mesh, route, parent: 'mesh' });
  return isOf(TLS_ROUTE, route) ? tlsRules({ mesh, route, parent: 'mesh' }) : { rules: [] };
}
