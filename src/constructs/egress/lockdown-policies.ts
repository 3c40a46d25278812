import { ApiObject } from 'cdk8s';
import type { EgressLockdown } from './egress-lockdown';
import { GATEWAY_NAME } from '../../istio/labels';
import { checkLabelName } from '../names';
import { claimObjectName } from '../object-name';
import { problem } from '../problem';
import { renderCidrs } from '../security/rule-fields';
import type { IstioWaypoint } from '../waypoint/istio-waypoint';

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
    const name = claimObjectName(waypoint, { kind: 'NetworkPolicy', namespace, name: `egress-only-by-${waypoint.waypointName}`, property: 'waypointName' });
    new ApiObject(waypoint, `lockdown-${namespace}`, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec: {
        podSelector: namespace === waypoint.waypointNamespace ? othersThan(waypoint) : {},
        policyTypes: ['Egress'],
        egress: [{ to: [{ namespaceSelector: {} }, ...blocks] }],
      },
    });
  }
}

/** All pods but those of a waypoint and its canary, which have to get out. */
function othersThan({ waypointName, canary }: IstioWaypoint) {
  const values = [waypointName, ...(canary ? [canary.waypoint.waypointName] : [])];
  return { matchExpressions: [{ key: GATEWAY_NAME, operator: 'NotIn', values }] };
}
