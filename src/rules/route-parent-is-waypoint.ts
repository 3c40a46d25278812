import { isWaypoint } from './facts/gateways';
import { routesOf } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { ParentRef } from '../mesh/kinds/routes';
import type { MeshObjects } from '../mesh/mesh-objects';

export const routeParentIsWaypoint: Rule = {
  id: 'route-parent-is-waypoint',
  severity: Severity.ERROR,
  summary: 'a route names a waypoint as its parent',
  why: 'Istio ignores such a parent without a word in the status: the route is not applied, and requests go to the Service as it is',
  fix: 'name the Service that the requests are for: group "", kind Service',
  *check(mesh) {
    for (const route of routesOf(mesh)) {
      for (const [index, ref] of (route.body.spec?.parentRefs ?? []).entries()) {
        const gateway = namedGateway(mesh, route.namespace, ref);
        if (!gateway || !isWaypoint(mesh, gateway)) continue;
        yield {
          subject: route,
          path: ['spec', 'parentRefs', index],
          message: `Gateway ${gateway.namespace}/${gateway.name} is a waypoint: the route is ignored, expected a Service as parent`,
          related: [{ manifest: gateway, path: ['spec', 'gatewayClassName'] }],
        };
      }
    }
  },
};

function namedGateway(mesh: MeshObjects, routeNamespace: string, { group, kind, namespace = routeNamespace, name = '' }: ParentRef) {
  return group === GATEWAY.group && kind === GATEWAY.kind ? mesh.find(GATEWAY, namespace, name) : undefined;
}
