import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Peer } from './peer';
import { Principal } from './principal';
import { nameForWorkloads } from './selected-workloads';
import { ZtunnelAuthorization } from './ztunnel-authorization';
import type { ZtunnelTarget } from './ztunnel-target';
import { DATAPLANE_MODE } from '../../istio/labels';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
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
    const { namespace, labels } = target._render(waypoint);
    if (!labels) checkOwnPods(waypoint, namespace);
    const id = nameForWorkloads(['only', waypoint.waypointName, namespace], labels);
    return new ZtunnelAuthorization(waypoint, id, {
      target,
      rules: [{ peers: [Peer.principals(Principal.waypoint(waypoint))] }],
      policyName: id,
    });
  });
}

/** A waypoint whose pods are captured is a workload itself: closed, it would refuse its clients. */
function checkOwnPods(waypoint: IWaypoint, namespace: string): void {
  const gateway = waypoint.node.tryFindChild('Resource');
  const isCaptured = ApiObject.isApiObject(gateway) && (gateway as ApiObject).metadata.getLabel(DATAPLANE_MODE) === 'ambient';
  if (!isCaptured || ![waypoint.waypointNamespace, ROOT_NAMESPACE].includes(namespace)) return;
  throw problem(waypoint, `enforceTraversal() closes all pods of namespace "${namespace}", those of the waypoint among them, which would refuse their clients: `
    + 'name the workloads by their labels, ZtunnelTarget.labelled(…)');
}
