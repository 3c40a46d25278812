import { policyTargets } from './facts/attached-policies';
import { bindingsIn } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import { BindingReason } from '../binding/binding';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const policyTargetNotBound: Rule = {
  id: 'policy-target-not-bound',
  severity: Severity.ERROR,
  summary: 'a targetRef names a Service that has no waypoint',
  why: 'a policy with targetRefs is enforced by waypoints alone: here nobody does, and what it should deny is allowed',
  fix: 'label the Service, or its Namespace, with istio.io/use-waypoint',
  *check(mesh) {
    for (const { policy, target, path, object } of policyTargets(mesh)) {
      if (!object || isOf(GATEWAY, object) || !hasNoWaypoint(mesh, object)) continue;
      yield { subject: policy, path, message: `${target.kind} ${policy.namespace}/${target.name} is not bound to a waypoint`, related: [{ manifest: object, path: ['metadata', 'labels'] }] };
    }
  },
};

/** Nothing asks for a waypoint. Where something does in vain, that is the mistake. */
function hasNoWaypoint(mesh: MeshObjects, owner: Manifest): boolean {
  const reason = bindingsIn(mesh, owner).find(({ subject }) => subject.traffic === 'service')?.reason;
  return reason === BindingReason.OPTED_OUT || (reason === BindingReason.NOT_ENROLLED && mesh.namespace(owner.namespace).isKnown);
}
