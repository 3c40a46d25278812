import { targetsOf } from './attachment';
import type { AuthorizationPolicy } from './rbac';
import { bindByLabels } from '../binding/bind';
import { waypointOfBinding } from '../binding/binding';
import type { Condition } from '../binding/conditions';
import { controllerOfClass } from '../binding/gateway/controller';
import { findHostOwner } from '../binding/gateway/deployed-services';
import { waypointText } from '../binding/status-text';
import { findWaypoint } from '../binding/waypoint';
import { MESH_CONTROLLER } from '../istio/classes';
import { convertForZtunnel } from './ztunnel/convert';
import type { TargetRef } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';
import { subjectsIn } from '../registry/subject';

export const WAYPOINT_ACCEPTED = 'WaypointAccepted';
export const ZTUNNEL_ACCEPTED = 'ZtunnelAccepted';

/** What istiod says of one reference of a policy. */
export interface TargetStatus {
  readonly isBound: boolean;
  readonly reason: string;
  readonly message: string;
  /** The object as the status names it. */
  readonly ancestor: string;
}

/**
 * The conditions that istiod writes to an AuthorizationPolicy.
 * @see istio pilot/pkg/serviceregistry/ambient/policies.go WaypointPolicyStatusCollection, PolicyCollections
 */
export function policyConditions(mesh: MeshObjects, policy: AuthorizationPolicy): Condition[] {
  return [...waypointAccepted(targetStatuses(mesh, policy)), ...ztunnelAccepted(mesh, policy)];
}

/** What istiod says of each reference of a policy. */
export function targetStatuses(mesh: MeshObjects, policy: AuthorizationPolicy): TargetStatus[] {
  return targetsOf(policy.body).map(({ target }) => {
    const { kind = '', group, namespace, name = '' } = target;
    const home = namespace || policy.namespace;
    return { ...targetStatus(mesh, target, home), ancestor: `${kind}.${group || 'core'}:${home}/${name}` };
  });
}

type Status = Omit<TargetStatus, 'ancestor'>;

function targetStatus(mesh: MeshObjects, { kind, name = '' }: TargetRef, namespace: string): Status {
  switch (kind) {
    case 'GatewayClass':
      return classStatus(mesh, name, namespace);
    case 'Gateway':
      return gatewayStatus(mesh, name, namespace);
    case 'Service':
    case 'ServiceEntry':
      return serviceStatus(mesh, kind, name, namespace);
    default:
      return unbound('unknown', 'not bound');
  }
}

function classStatus(mesh: MeshObjects, name: string, namespace: string): Status {
  const { rootNamespace } = mesh.config;
  if (namespace !== rootNamespace) {
    return unbound('Invalid', `AuthorizationPolicy must be in the root namespace \`${rootNamespace}\` when referencing a GatewayClass`);
  }
  const controller = controllerOfClass(mesh, name);
  if (controller === undefined) return unbound('TargetNotFound', 'not bound');
  return controller === MESH_CONTROLLER ? bound(name) : unbound('Invalid', `GatewayClass must use controller name \`${MESH_CONTROLLER}\` for waypoints`);
}

function gatewayStatus(mesh: MeshObjects, name: string, namespace: string): Status {
  const { waypoint } = findWaypoint(mesh, { namespace, name });
  return waypoint ? bound(waypointText(waypoint)) : unbound('TargetNotFound', 'not bound');
}

function serviceStatus(mesh: MeshObjects, kind: 'Service' | 'ServiceEntry', name: string, namespace: string): Status {
  const owner = findHostOwner(mesh, kind, namespace, name);
  if (!owner) return unbound('TargetNotFound', `${kind} ${namespace}/${name} was not found`);
  const waypoint = waypointOfBinding(bindByLabels(mesh, subjectsIn(owner)[0]));
  return waypoint ? bound(waypointText(waypoint)) : unbound('AncestorNotBound', `${kind} ${namespace}/${name} is not bound to a waypoint`);
}

function bound(to: string): Status {
  return { isBound: true, reason: 'Accepted', message: `bound to ${to}` };
}

function unbound(reason: string, message: string): Status {
  return { isBound: false, reason, message };
}

/** @see istio pilot/pkg/model/service.go flattenConditions */
function waypointAccepted(targets: readonly TargetStatus[]): Condition[] {
  if (targets.length === 0) return [];
  if (targets.length === 1) return [condition(WAYPOINT_ACCEPTED, targets[0].isBound, targets[0].reason, targets[0].message)];
  const lost = targets.filter(({ isBound }) => !isBound).map(({ ancestor }) => ancestor);
  const isBound = lost.length < targets.length;
  const message = lost.length > 0 ? `Invalid targetRefs: ${lost.join(', ')}` : '';
  return [condition(WAYPOINT_ACCEPTED, isBound, reasonFor(isBound, lost.length > 0), message)];
}

function reasonFor(isBound: boolean, isPartial: boolean): string {
  if (!isBound) return 'Invalid';
  return isPartial ? 'PartiallyInvalid' : 'Accepted';
}

/** A policy that ztunnel gets only in part is called accepted all the same. */
function ztunnelAccepted(mesh: MeshObjects, policy: AuthorizationPolicy): Condition[] {
  const { policy: converted, problem } = convertForZtunnel(mesh, policy);
  if (problem !== undefined) return [condition(ZTUNNEL_ACCEPTED, converted !== undefined, 'UnsupportedValue', problem)];
  return converted ? [condition(ZTUNNEL_ACCEPTED, true, 'Accepted', 'attached to ztunnel')] : [];
}

function condition(type: string, isTrue: boolean, reason: string, message: string): Condition {
  return { type, status: isTrue ? 'True' : 'False', reason, message };
}
