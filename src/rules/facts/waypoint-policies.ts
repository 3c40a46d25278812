import { policyTargets } from './attached-policies';
import type { PolicyTarget } from './attached-policies';
import { bindingsIn } from './bindings';
import { isWaypoint } from './gateways';
import { policiesNaming } from './policy-fields';
import type { AuthorizationPolicy } from '../../authorization/rbac';
import { BindingReason } from '../../binding/binding';
import { SERVICE } from '../../mesh/kinds/core';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../../mesh/kinds/istio';
import type { Manifest } from '../../mesh/manifest';
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
export function isAtWaypoint(mesh: MeshObjects, { policy, target }: PolicyTarget): boolean {
  if (target.kind === 'GatewayClass') return true;
  if (target.kind === GATEWAY.kind) {
    const gateway = mesh.find(GATEWAY, policy.namespace, target.name ?? '');
    return gateway !== undefined && isWaypoint(mesh, gateway);
  }
  const kind = [SERVICE, SERVICE_ENTRY].find((each) => each.kind === target.kind);
  const owner = kind && mesh.find(kind, policy.namespace, target.name ?? '');
  return owner !== undefined && bindingsIn(mesh, owner).some(({ reason }) => reason === BindingReason.ACCEPTED);
}
