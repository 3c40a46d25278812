import { targetKey, targetsOfKind } from './attached-policies';
import type { PolicyTarget } from './attached-policies';
import { boundOf, membersOf } from './bindings';
import { isWaypoint } from './gateways';
import { isDryRun } from '../../authorization/dry-run';
import type { Bound } from '../../binding/binding';
import { groupBy } from '../../mesh/group-by';
import { SERVICE } from '../../mesh/kinds/core';
import { GATEWAY, GATEWAY_CLASS } from '../../mesh/kinds/gateway-api';
import { AUTHORIZATION_POLICY } from '../../mesh/kinds/istio-security';
import { isOf } from '../../mesh/manifest';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

/** The Services that a policy of their waypoint protects, each with the first such policy. One that only pretends or writes down protects nothing. */
export const protectingPolicies = remember((mesh: MeshObjects): ReadonlyMap<Manifest, Manifest> => {
  const found = new Map<Manifest, Manifest>();
  // Only the first policy counts, and many may target one waypoint.
  for (const [target] of protectingTargets(mesh).values()) {
    for (const owner of servicesOf(mesh, target)) if (!found.has(owner)) found.set(owner, target.policy);
  }
  return found;
});

/** The references of policies that protect, by what they target, as `targetKey` has it. */
export const protectingTargets = remember((mesh: MeshObjects): ReadonlyMap<string, readonly PolicyTarget[]> =>
  groupBy(targetsOfKind(mesh, AUTHORIZATION_POLICY).filter(({ policy }) => isProtecting(policy)), (target) => [targetKey(target)]));

/** Whether a policy refuses anything: one that only pretends or writes down does not. */
function isProtecting(policy: Manifest): boolean {
  return isOf(AUTHORIZATION_POLICY, policy) && !isDryRun(policy) && policy.body.spec?.action !== 'AUDIT';
}

function servicesOf(mesh: MeshObjects, { policy, target: { kind, name = '' }, object }: PolicyTarget): Manifest[] {
  if (kind === GATEWAY_CLASS.kind) return owners(boundOf(mesh).filter(({ waypoint: { gateway } }) => gateway && isWaypoint(mesh, gateway)));
  if (kind === GATEWAY.kind) return owners(membersOf(mesh, { namespace: policy.namespace, name }));
  return object && isOf(SERVICE, object) ? [object] : [];
}

function owners(bound: readonly Bound[]): Manifest[] {
  return bound.filter(({ subject }) => subject.traffic === 'service').map(({ subject }) => subject.manifest);
}
