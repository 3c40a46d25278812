import type { EgressLockdown } from './egress-lockdown';
import { GATEWAY_NAME } from '../../istio/labels';
import { checkLabelName } from '../names';
import type { Selector } from '../network/network-policy-manifest';
import { defineNetworkPolicy } from '../network/network-policy-manifest';
import { problem } from '../problem';
import { renderCidrs } from '../security/rule-fields';
import type { IstioWaypoint } from '../waypoint/istio-waypoint';
import { withCanary } from '../waypoint/with-canary';

/**
 * Defines, for each namespace, the NetworkPolicy that lets its pods connect to pods of the cluster only.
 *
 * Nothing of Istio does: ztunnel passes on what is for no known host, and reads neither Sidecars nor `outboundTrafficPolicy`.
 */
export function defineLockdown(waypoint: IstioWaypoint, { namespaces, allowedCidrs }: EgressLockdown): void {
  if (namespaces.length === 0) throw problem(waypoint, '"lockdown" has no namespaces: list at least one, or leave it out');
  const blocks = renderCidrs(waypoint, allowedCidrs)?.map((cidr) => ({ ipBlock: { cidr } })) ?? [];
  for (const namespace of new Set(namespaces)) {
    checkLabelName(waypoint, 'namespace', namespace);
    defineNetworkPolicy(waypoint, `lockdown-${namespace}`, {
      name: `egress-only-by-${waypoint.waypointName}`,
      property: 'waypointName',
      namespace,
      podSelector: namespace === waypoint.waypointNamespace ? othersThan(waypoint) : {},
      egress: [{ peers: [{ namespaceSelector: {} }, ...blocks], ports: [] }],
    });
  }
}

/** All pods but those of a waypoint and its canary, which have to get out. */
function othersThan(waypoint: IstioWaypoint): Selector {
  const values = withCanary(waypoint).map(({ waypointName }) => waypointName);
  return { matchExpressions: [{ key: GATEWAY_NAME, operator: 'NotIn', values }] };
}
