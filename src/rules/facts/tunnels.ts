import { namesPorts } from './tcp-ports';
import { isDryRun } from '../../authorization/dry-run';
import { PolicyAction } from '../../authorization/policy-action';
import type { AuthorizationPolicy } from '../../authorization/rbac';
import { actionOf } from '../../authorization/rbac';
import { rulesOfPolicies } from '../../authorization/waypoint-policies';
import { httpAttributesOf } from '../../authorization/ztunnel/http-attributes';
import type { Waypoint } from '../../binding/waypoint';
import { waypointsOf } from '../../binding/waypoint';
import { groupBy } from '../../mesh/group-by';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { isIstioWaypoint } from '../../traffic/proxy';
import { tunnelPolicies } from '../../traffic/tunnel-policies';

/** A waypoint, and the policies by which it refuses tunnels of clients. */
export interface GuardedTunnel {
  readonly waypoint: Waypoint;
  readonly policies: readonly AuthorizationPolicy[];
}

/** All of them; none unless istiod layers policies. */
const guardedTunnels = remember((mesh: MeshObjects): readonly GuardedTunnel[] => {
  const waypoints = mesh.layeredPolicies ? waypointsOf(mesh).filter((waypoint) => isIstioWaypoint(mesh, waypoint)) : [];
  return waypoints.map((waypoint) => ({
    waypoint,
    policies: tunnelPolicies(mesh, { waypoint }).filter((policy) => actionOf(policy) !== PolicyAction.AUDIT && !isDryRun(policy)),
  }));
});

const byPolicy = remember((mesh: MeshObjects) => groupBy(guardedTunnels(mesh).flatMap(({ waypoint, policies }) =>
  policies.map((policy) => ({ waypoint, policy }))), ({ policy }) => [policy]));

/** The first waypoint that asks a policy about the tunnels of its clients; undefined also where istiod does not layer policies. */
export function tunnelWaypoint(mesh: MeshObjects, policy: AuthorizationPolicy): Waypoint | undefined {
  return byPolicy(mesh).get(policy)?.[0].waypoint;
}

/** The waypoint that refuses tunnels by a DENY policy whatever the requests in them, as it knows no HTTP there; undefined: none does. */
export function tunnelRefuser(mesh: MeshObjects, policy: AuthorizationPolicy): Waypoint | undefined {
  const asksHttp = actionOf(policy) === PolicyAction.DENY
    && (policy.body.spec?.rules ?? []).some((rule) => httpAttributesOf(rule).length > 0 && !namesPorts(rule));
  return asksHttp ? tunnelWaypoint(mesh, policy) : undefined;
}

/** The tunnels of which none gets through, since nothing is left of the rules of ALLOW policies. */
export function closedTunnels(mesh: MeshObjects): readonly GuardedTunnel[] {
  return guardedTunnels(mesh).filter(({ policies }) => rulesOfPolicies(mesh, policies, true).allow.enforced?.rules.length === 0);
}
