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
import { AUTHORIZATION_POLICY } from '../../mesh/kinds/istio-security';
import { isOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

/** The AuthorizationPolicies that a waypoint of Istio enforces, as far as the input tells: each has such a target. */
export const waypointPolicies = remember((mesh: MeshObjects): readonly AuthorizationPolicy[] =>
  [...new Set(policyTargets(mesh).filter((target) => isAtWaypoint(mesh, target)).map(({ policy }) => policy))]
    .filter((policy) => isOf(AUTHORIZATION_POLICY, policy)));

const waypointPolicySet = remember((mesh: MeshObjects) => new Set(waypointPolicies(mesh)));

/** Those of them whose rules name one of certain fields, as `policiesNaming` has them. */
export function waypointPoliciesNaming(mesh: MeshObjects, isMeant: (field: string) => boolean): readonly AuthorizationPolicy[] {
  const policies = [...policiesNaming(mesh, isMeant)];
  return policies.length > 0 ? policies.filter((policy) => waypointPolicySet(mesh).has(policy)) : policies;
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
