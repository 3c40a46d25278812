import { policyTargets } from './attached-policies';
import type { PolicyTarget } from './attached-policies';
import { bindingsIn } from './bindings';
import { isWaypoint } from './gateways';
import { policiesNaming } from './policy-fields';
import type { AuthorizationPolicy } from '../../authorization/rbac';
import { BindingReason } from '../../binding/binding';
import { GATEWAY, GATEWAY_CLASS } from '../../mesh/kinds/gateway-api';
import type { Manifest } from '../../mesh/manifest';
import { isOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

const waypointPolicies = remember((mesh: MeshObjects): ReadonlySet<Manifest> =>
  new Set(policyTargets(mesh).filter((target) => isAtWaypoint(mesh, target)).map(({ policy }) => policy)));

/** Whether a waypoint of Istio enforces an AuthorizationPolicy, as far as the input tells: one of its targets is there. */
export function isWaypointPolicy(mesh: MeshObjects, policy: AuthorizationPolicy): boolean {
  return waypointPolicies(mesh).has(policy);
}

/** The AuthorizationPolicies that a waypoint of Istio enforces and whose rules name one of certain fields, as `policiesNaming` has them. */
export function waypointPoliciesNaming(mesh: MeshObjects, isMeant: (field: string) => boolean): readonly AuthorizationPolicy[] {
  return [...policiesNaming(mesh, isMeant)].filter((policy) => isWaypointPolicy(mesh, policy));
}

/** Whether a policy is attached to a waypoint, or to what has one. */
export function isAtWaypoint(mesh: MeshObjects, { target, object }: PolicyTarget): boolean {
  if (target.kind === GATEWAY_CLASS.kind) return true;
  if (!object) return false;
  if (isOf(GATEWAY, object)) return isWaypoint(mesh, object);
  return bindingsIn(mesh, object).some(({ reason }) => reason === BindingReason.ACCEPTED);
}
