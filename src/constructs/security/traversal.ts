import type { Construct } from 'constructs';
import { Peer } from './peer';
import { Principal } from './principal';
import type { SelectedWorkloads } from './selected-workloads';
import { ZtunnelAuthorization } from './ztunnel-authorization';
import type { ZtunnelTarget } from './ztunnel-target';
import { problem } from '../problem';
import type { IWaypoint } from '../waypoint/waypoint';
import { WaypointLifecycle } from '../waypoint/waypoint-lifecycle';

/** Defines, for each target, the policy that admits nothing but the identity of a waypoint. */
export function enforceTraversal(waypoint: IWaypoint & Construct, targets: readonly ZtunnelTarget[]): ZtunnelAuthorization[] {
  if (targets.length === 0) throw problem(waypoint, 'enforceTraversal() protects nothing: name at least one target');
  if (waypoint.lifecycle !== WaypointLifecycle.SERVING) {
    throw problem(waypoint, 'drains, but enforceTraversal() would go on refusing what does not come from it: remove the call and let that be applied, then drain the waypoint');
  }
  return targets.map((target) => {
    const id = policyId(waypoint, target._render(waypoint));
    return new ZtunnelAuthorization(waypoint, id, {
      target,
      rules: [{ peers: [Peer.principals(Principal.waypoint(waypoint))] }],
      policyName: id,
    });
  });
}

/** A name that tells what is protected, and that another target does not get. */
function policyId(waypoint: IWaypoint, { namespace, labels }: SelectedWorkloads): string {
  const selected = Object.entries(labels ?? {}).sort().map(([key, value]) => `${key.split('/').pop()}-${value}`);
  return ['only', waypoint.waypointName, namespace, ...selected].join('-').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/-$/, '');
}
