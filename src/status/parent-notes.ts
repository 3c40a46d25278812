import { usedRules } from './route-waypoints';
import type { Binding } from '../binding/binding';
import { BindingReason } from '../binding/binding';
import { controllerOf } from '../binding/gateway/controller';
import { findHostOwner } from '../binding/gateway/deployed-services';
import { pathNote } from '../binding/path-note';
import { bindingOf } from '../binding/served-by';
import { MESH_CONTROLLER } from '../istio/classes';
import type { HostOwner } from '../mesh/host-index';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { ParentRef } from '../mesh/kinds/routes';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import type { Route } from '../routing/gateway/attach';
import { isMeshParent } from '../routing/mesh-parents';

/**
 * What becomes of a route below one of its parents, where the conditions say something else or nothing.
 * @param hasStatus whether istiod writes conditions for the parent
 */
export function parentNotes(mesh: MeshObjects, route: Route, ref: ParentRef, hasStatus: boolean): string[] {
  if (!isMeshParent(ref)) return gatewayNotes(mesh, route, ref, hasStatus);
  const { namespace = route.namespace, name = '' } = ref;
  const owner = findHostOwner(mesh, ref.kind, namespace, name);
  if (!owner) return [];
  if (!hasStatus) return [`the waypoint of ${refText(owner)} belongs to another controller: Istio leaves the route to that one`];
  return [...lossNotes(mesh, route), ...ownerNotes(route, owner, bindingOf(mesh, owner))];
}

function gatewayNotes(mesh: MeshObjects, route: Route, ref: ParentRef, hasStatus: boolean): string[] {
  if (hasStatus || ref.kind !== GATEWAY.kind || ref.group !== GATEWAY.group) return [];
  const gateway = mesh.find(GATEWAY, ref.namespace ?? route.namespace, ref.name ?? '');
  if (!gateway) return ['the Gateway is not in the input'];
  return [controllerOf(mesh, gateway) === MESH_CONTROLLER
    ? `${refText(gateway)} is a waypoint, and those take no routes: Istio ignores this parent, expected a Service`
    : `${refText(gateway)} takes no routes of Istio's, so nothing is written`];
}

/** One part that Istio can't read loses the whole route, which the conditions of its parents do not say. */
function lossNotes(mesh: MeshObjects, route: Route): string[] {
  return usedRules(mesh, route) === 0 ? ['no rule of it is used: requests go to the parent as if it were not there'] : [];
}

/** Routes are applied by waypoints: the conditions tell of a label at most. */
function ownerNotes(route: Route, owner: HostOwner, binding: Binding): string[] {
  const name = refText(owner);
  if (binding.reason === BindingReason.UNKNOWN) return [binding.unknown];
  if (binding.reason !== BindingReason.ACCEPTED) {
    return [`${name} has no waypoint${binding.message && ` (${binding.message})`}: in ambient mesh nothing applies the route`];
  }
  const detour = pathNote(binding);
  if (detour !== undefined) return [`${name}: ${detour}`];
  const homes = [...new Set([owner.namespace, binding.waypoint.namespace])];
  return homes.includes(route.namespace) ? [] : [`ignored: the waypoint of ${name} reads routes of ${homes.join(' and ')} only`];
}
