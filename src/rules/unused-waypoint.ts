import { claimsOf, isNamed } from './facts/claims';
import type { Gateway } from './facts/gateways';
import { isWaypoint } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { findWaypoint } from '../binding/waypoint';
import type { Waypoint } from '../binding/waypoint';
import { FOR_SERVICE_ACCOUNT, USE_WAYPOINT, USE_WAYPOINT_CANARY } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import { workloadsOf } from '../registry/workloads';

export const unusedWaypoint: Rule = {
  id: 'unused-waypoint',
  severity: Severity.WARNING,
  summary: 'no label names the waypoint',
  why: 'the proxy runs, and no traffic passes it: its policies and routes have no effect',
  fix: 'label the Namespace or the Services with istio.io/use-waypoint, or remove the Gateway',
  unsaidBy: [USE_WAYPOINT],
  *check(mesh) {
    for (const gateway of mesh.all(GATEWAY)) {
      const { waypoint } = findWaypoint(mesh, gateway);
      if (!waypoint || !isWaypoint(mesh, gateway) || isNamed(mesh, gateway) || isMeant(mesh, gateway)) continue;
      if (areUsersKnown(mesh, waypoint)) yield { subject: gateway, path: ['metadata', 'name'], message: `nothing in the input is labelled istio.io/use-waypoint: ${gateway.name}` };
    }
  },
};

/** Whether something else than a label of its own may mean the waypoint: then that is used, or is the mistake. */
function isMeant(mesh: MeshObjects, { namespace, name, labels, annotations }: Gateway): boolean {
  return Object.hasOwn(labels, USE_WAYPOINT) || canaryNames(mesh).has(name.toLowerCase()) || namespacesOfMissing(mesh).has(namespace)
    || Object.hasOwn(annotations, FOR_SERVICE_ACCOUNT) || annotated(mesh).has(name);
}

/** A label that names a waypoint that is not there, or none at all, may well mean one that is. */
const namespacesOfMissing = remember((mesh: MeshObjects): ReadonlySet<string> => {
  const missing = claimsOf(mesh).flatMap(({ waypoint }) =>
    waypoint && !mesh.find(GATEWAY, waypoint.namespace, waypoint.name) ? [waypoint.namespace] : []);
  return new Set(missing);
});

/** The values of annotations that should be labels. */
const annotated = remember((mesh: MeshObjects): ReadonlySet<string> =>
  new Set((mesh.isAnnotationUsed(USE_WAYPOINT) ? mesh.asRead() : [])
    .flatMap(({ annotations }) => Object.hasOwn(annotations, USE_WAYPOINT) ? annotations[USE_WAYPOINT] : [])));

/** Whether whatever could use a waypoint would be in the input. */
function areUsersKnown(mesh: MeshObjects, { namespace, allowedRoutes }: Waypoint): boolean {
  if (mesh.isComplete) return true;
  return mesh.namespace(namespace).isKnown && allowedRoutes.namespacesFrom !== 'All' && allowedRoutes.namespacesFrom !== 'Selector';
}

/** Of labels, those of pods among them, and of annotations that should be labels. */
const canaryNames = remember((mesh: MeshObjects): ReadonlySet<string> => {
  const isUsed = mesh.isLabelUsed(USE_WAYPOINT_CANARY) || mesh.isAnnotationUsed(USE_WAYPOINT_CANARY);
  const ofObjects = (isUsed ? mesh.asRead() : []).flatMap(({ labels, annotations }) => [labels, annotations]);
  const ofPods = workloadsOf(mesh).map(({ labels }) => labels);
  const maps = [...ofObjects, ...ofPods].filter((map) => Object.hasOwn(map, USE_WAYPOINT_CANARY));
  return new Set(maps.map((map) => map[USE_WAYPOINT_CANARY].toLowerCase()));
});
