import { Construct } from 'constructs';
import { closeAtWaypoints } from './zero-trust-at-waypoints';
import { closeAtWorkloads } from './zero-trust-at-workloads';
import { checkZeroTrust } from './zero-trust-checks';
import { cutOffWaypoints } from './zero-trust-cut-off';
import { keepGatewaysOpen } from './zero-trust-gateways';
import type { ZeroTrustProps } from './zero-trust-props';

/**
 * Closes waypoints and workloads: what no ALLOW policy admits is refused. Each exception that a mesh needs to work is a policy of its own,
 * with its reason as annotation `kubernetes.io/description`.
 *
 * - Workloads admit their waypoints: behind a waypoint ztunnel sees its identity. So what goes past a waypoint is refused, and everything is
 *   where a waypoint is missing.
 * - Probes of the kubelet need no exception: in ambient mode they get past ztunnel, and waypoints answer them on a port of their own.
 * - Scrapers and ingress gateways are admitted as far as the properties say.
 *
 * What clients may do is for other constructs to say: `WaypointAuthorization` at waypoints, `ZtunnelAuthorization` for workloads without one.
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { NamespaceWaypoint, Operation, PolicyTarget, Source, WaypointAuthorization, ZeroTrust, ZeroTrustScope } from 'cdk8s-waypoint';
 *
 * const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
 * const waypoint = new NamespaceWaypoint(chart, 'waypoint');
 * new ZeroTrust(chart, 'zero-trust', { scope: ZeroTrustScope.namespaces('shop'), waypoints: [waypoint] });
 * new WaypointAuthorization(chart, 'read', {
 *   targets: [PolicyTarget.waypoint(waypoint)],
 *   rules: [{ sources: [Source.namespaces('shop')], operations: [Operation.methods('GET')] }],
 * });
 */
export class ZeroTrust extends Construct {
  constructor(scope: Construct, id: string, props: ZeroTrustProps) {
    super(scope, id);
    const closed = props.scope._render(this);
    checkZeroTrust(this, props, closed);
    const name = props.policyName ?? id;
    closeAtWaypoints(this, name, props, closed);
    for (const workloads of closed.workloads) closeAtWorkloads(this, name, props, workloads);
    keepGatewaysOpen(this, name, props, closed);
    // Who uses which waypoint may be declared later.
    this.node.addValidation({ validate: () => cutOffWaypoints(this, props, closed) });
  }
}
