import type { ObjectStatus } from './object-status';
import { BindingReason } from '../binding/binding';
import type { Condition } from '../binding/conditions';
import type { Gateway } from '../binding/gateway/controller';
import { bindingOf } from '../binding/served-by';
import { findWaypoint } from '../binding/waypoint';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import type { GatewayConditions } from '../routing/gateway/gateway-status';
import { gatewayConditions } from '../routing/gateway/gateway-status';

/** The status of the Gateways, each followed by those of its listeners. */
export function gatewayStatuses(mesh: MeshObjects): ObjectStatus[] {
  return mesh.all(GATEWAY).flatMap((manifest) => {
    const status = gatewayConditions(mesh, manifest);
    return status ? statusesOf(mesh, manifest, status) : [{ manifest, conditions: [], notes: ['its status is not written by this Istio'] }];
  });
}

function statusesOf(mesh: MeshObjects, manifest: Gateway, { conditions, listeners }: GatewayConditions): ObjectStatus[] {
  return [
    { manifest, conditions, notes: notesOf(mesh, manifest, conditions) },
    ...listeners.map(({ name, attachedRoutes, conditions: own }, index): ObjectStatus => ({
      manifest,
      part: { kind: 'listener', name, attachedRoutes, path: ['spec', 'listeners', index] },
      conditions: own,
      notes: [],
    })),
  ];
}

/** Whether a Gateway serves as a waypoint is not asked of its conditions. */
function notesOf(mesh: MeshObjects, gateway: Gateway, conditions: readonly Condition[]): string[] {
  const served = servedBy(mesh).get(`${gateway.namespace}/${gateway.name}`) ?? 0;
  const refusal = conditions.find(({ type, status }) => type === 'Accepted' && status === 'False');
  if (!refusal || served === 0 || !findWaypoint(mesh, gateway).waypoint) return [];
  return [`it is not accepted, and yet ${served === 1 ? 'one service is' : `${served} services are`} bound to it`];
}

/** How many Services and ServiceEntries each waypoint serves. */
const servedBy = remember((mesh: MeshObjects) => {
  const counts = new Map<string, number>();
  for (const owner of [...mesh.all(SERVICE), ...mesh.all(SERVICE_ENTRY)]) {
    const binding = bindingOf(mesh, owner);
    if (binding.reason !== BindingReason.ACCEPTED) continue;
    const key = `${binding.waypoint.namespace}/${binding.waypoint.name}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
});
