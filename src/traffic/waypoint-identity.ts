import type { Peer } from './arrival';
import { istioControllerOf } from '../binding/gateway/controller';
import { isManaged } from '../binding/gateway/deployment';
import { proxyServiceAccount } from '../binding/gateway/requested-services';
import { waypointText } from '../binding/status-text';
import type { Waypoint } from '../binding/waypoint';
import { GATEWAY_NAME } from '../istio/labels';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberEach, rememberPair } from '../mesh/remember';
import { identityOf, workloadIdentity } from '../registry/identity';
import { labelledWorkloads } from '../registry/workloads';
import type { Maybe } from '../request/truth';
import { unknown } from '../request/truth';

/** The identity that the destination sees of what comes through a waypoint. */
export const waypointIdentity = rememberEach(waypointText, (mesh: MeshObjects, waypoint: Waypoint): Maybe<string | null> => {
  const { gateway, namespace, name } = waypoint;
  const isDeployed = gateway && isManaged(gateway) && istioControllerOf(mesh, gateway) !== undefined;
  if (isDeployed) return identityOf(mesh, namespace, proxyServiceAccount(mesh, gateway));
  const [proxy] = labelledWorkloads(mesh, namespace, { [GATEWAY_NAME]: name });
  return proxy ? workloadIdentity(mesh, proxy) : unknown(`the identity of the waypoint ${waypointText(waypoint)}`);
});

/** Who connects to the destination of what comes through a waypoint. */
export const waypointPeer = rememberPair((mesh: MeshObjects, waypoint: Waypoint): Peer =>
  ({ identity: waypointIdentity(mesh, waypoint), ip: unknown(`the address of the waypoint ${waypointText(waypoint)}`) }));
