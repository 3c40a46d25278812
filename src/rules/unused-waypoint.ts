import { isNamed, namedClaims } from './facts/claims';
import { isWaypoint } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { findWaypoint } from '../binding/waypoint';
import type { Waypoint } from '../binding/waypoint';
import { USE_WAYPOINT_CANARY } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';

export const unusedWaypoint: Rule = {
  id: 'unused-waypoint',
  severity: Severity.WARNING,
  summary: 'no label names the waypoint',
  why: 'the proxy runs, and no traffic passes it: its policies and routes have no effect',
  fix: 'label the Namespace or the Services with istio.io/use-waypoint, or remove the Gateway',
  *check(mesh) {
    for (const gateway of mesh.all(GATEWAY)) {
      const { waypoint } = findWaypoint(mesh, gateway);
      if (!waypoint || !isWaypoint(mesh, gateway) || isNamed(mesh, gateway) || canaryNames(mesh).has(gateway.name)) continue;
      if (!namespacesOfMissing(mesh).has(gateway.namespace) && areUsersKnown(mesh, waypoint)) yield { subject: gateway, path: ['metadata', 'name'], message: `nothing in the input is labelled istio.io/use-waypoint: ${gateway.name}` };
    }
  },
};

/** A label that names a waypoint that is not there may well mean one that is: then that label is the mistake. */
const namespacesOfMissing = remember((mesh: MeshObjects): ReadonlySet<string> => {
  const missing = namedClaims(mesh).filter(({ waypoint }) => !mesh.find(GATEWAY, waypoint.namespace, waypoint.name));
  return new Set(missing.map(({ waypoint }) => waypoint.namespace));
});

/** Whether whatever could use a waypoint would be in the input. */
function areUsersKnown(mesh: MeshObjects, { namespace, allowedRoutes }: Waypoint): boolean {
  if (mesh.isComplete) return true;
  return mesh.namespace(namespace).isKnown && allowedRoutes.namespacesFrom !== 'All' && allowedRoutes.namespacesFrom !== 'Selector';
}

const canaryNames = remember((mesh: MeshObjects): ReadonlySet<string> =>
  new Set(mesh.asRead().flatMap(({ labels }) => Object.hasOwn(labels, USE_WAYPOINT_CANARY) ? labels[USE_WAYPOINT_CANARY] : [])));
