import { canariesOf } from './facts/bindings';
import { protectingTargets } from './facts/protection';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import type { Bound } from '../binding/binding';
import type { WaypointName } from '../binding/claim';
import { waypointText } from '../binding/status-text';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { MeshObjects } from '../mesh/mesh-objects';

export const canaryWithoutPolicies: Rule = {
  id: 'canary-without-policies',
  severity: Severity.ERROR,
  summary: 'a policy is for the primary waypoint and not for its canary',
  why: 'a policy that targets a Gateway is enforced by that one alone: the share of the connections that the canary takes is let through',
  fix: 'name both Gateways among the targetRefs, or the Services',
  unsaidBy: ['AuthorizationPolicy'],
  *check(mesh) {
    const reported = new Set<string>();
    for (const { bound, canary } of canariesOf(mesh)) {
      const offence = canary.reason === 'WaypointAccepted' ? offenceOf(mesh, bound, canary.waypoint) : undefined;
      const key = `${waypointText(bound.waypoint)} ${waypointText(canary.name)}`;
      if (!offence || reported.has(key)) continue;
      reported.add(key);
      yield offence;
    }
  },
};

/** As many policies for the canary are taken for the same ones. */
function offenceOf(mesh: MeshObjects, { subject: { manifest }, waypoint }: Bound, canary: WaypointName): Offence | undefined {
  const primary = targetsOf(mesh, waypoint);
  const second = targetsOf(mesh, canary);
  if (second.length >= primary.length) return undefined;
  const { policy, path } = primary.find((one) => !second.some((other) => other.policy === one.policy))!;
  return {
    subject: policy,
    path,
    message: `not enforced by canary waypoint "${waypointText(canary)}", which takes a share of the connections to ${manifest.kind} ${manifest.name}`,
  };
}

function targetsOf(mesh: MeshObjects, waypoint: WaypointName) {
  return protectingTargets(mesh).get(`${GATEWAY.kind}/${waypointText(waypoint)}`) ?? [];
}
