import { serviceBinding } from './facts/bindings';
import { backendsOf, isL7Route, meshParents } from './facts/mesh-routes';
import type { RouteParent } from './facts/mesh-routes';
import { protectingTargets } from './facts/protection';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { WaypointName } from '../binding/claim';
import { waypointText } from '../binding/status-text';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const routeSkipsPolicies: Rule = {
  id: 'route-skips-policies',
  severity: Severity.WARNING,
  summary: 'a route sends requests to a Service past the policies of that Service',
  why: 'a waypoint asks the policies of the Service that the client addressed, and sends on to the pods of the backend: neither its policies nor its waypoint see the request',
  fix: 'target the Service that is the parent of the route too, or the Gateway of the waypoint',
  *check(mesh) {
    if (protectingTargets(mesh).size === 0) return;
    for (const parent of meshParents(mesh).filter(({ route }) => isL7Route(route))) {
      for (const { backend: { kind = SERVICE.kind, name = '', namespace = parent.route.namespace }, path } of backendsOf(parent.route)) {
        const policy = kind === SERVICE.kind ? skipped(mesh, parent, mesh.find(SERVICE, namespace, name)) : undefined;
        if (!policy) continue;
        yield {
          subject: parent.route,
          path: [...path, 'name'],
          message: `${policy.kind} ${policy.namespace}/${policy.name} of Service ${name} is not asked for requests to Service ${parent.target.name}`,
          related: [{ manifest: policy, path: ['spec'] }],
        };
      }
    }
  },
};

/**
 * A policy that a waypoint would ask for a Service, and does not for what a route sends there. That the versions of a Service have another
 * waypoint than the Service is meant so, unless they have policies of their own.
 */
function skipped(mesh: MeshObjects, { owner }: RouteParent, service: Manifest | undefined): Manifest | undefined {
  if (!service || service === owner) return undefined;
  const binding = owner && serviceBinding(mesh, owner);
  const own = serviceBinding(mesh, service);
  if (!binding || !own) return undefined;
  const asked = new Set([...policiesOf(mesh, owner), ...policiesAt(mesh, binding.waypoint)]);
  const needed = [...policiesOf(mesh, service), ...service.namespace === owner.namespace ? [] : policiesAt(mesh, own.waypoint)];
  return needed.find((policy) => !asked.has(policy));
}

function policiesOf(mesh: MeshObjects, { namespace, name }: Manifest): readonly Manifest[] {
  return policiesFor(mesh, `${SERVICE.kind}/${namespace}/${name}`);
}

function policiesAt(mesh: MeshObjects, waypoint: WaypointName): readonly Manifest[] {
  return policiesFor(mesh, `${GATEWAY.kind}/${waypointText(waypoint)}`);
}

/** Those of a GatewayClass are asked everywhere. */
function policiesFor(mesh: MeshObjects, target: string): readonly Manifest[] {
  return (protectingTargets(mesh).get(target) ?? []).map(({ policy }) => policy);
}
