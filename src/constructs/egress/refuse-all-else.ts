import type { AuthorizationPolicySpec } from '../../../imports/security.istio.io';
import { GATEWAY_API_GROUP, SECURITY_VERSION } from '../../istio/groups';
import { defineObject } from '../define-object';
import type { Plain } from '../plain';
import type { IstioWaypoint } from '../waypoint/istio-waypoint';
import { withCanary } from '../waypoint/with-canary';

/**
 * Defines the policy by which a waypoint refuses what no other policy lets through. It stays while the waypoint drains, where no
 * `WaypointAuthorization` would: it is applied before the labels go that lead to the waypoint, and so is its removal.
 */
export function refuseAllElse(waypoint: IstioWaypoint): void {
  const spec: Plain<AuthorizationPolicySpec> = {
    targetRefs: withCanary(waypoint).map(({ waypointName }) => ({ group: GATEWAY_API_GROUP, kind: 'Gateway', name: waypointName })),
    action: 'ALLOW',
  };
  defineObject(waypoint, 'nobody-else', {
    apiVersion: SECURITY_VERSION,
    kind: 'AuthorizationPolicy',
    namespace: waypoint.waypointNamespace,
    name: `${waypoint.waypointName}-nobody-else`,
    property: 'waypointName',
  }, { spec });
}
