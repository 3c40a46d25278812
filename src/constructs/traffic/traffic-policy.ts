import { Construct } from 'constructs';
import { defineDestinationRules } from './destination-rule';
import { requireRouteForHash } from './hash-needs-route';
import { targetHosts } from './target-hosts';
import { renderTrafficPolicy, renderTrafficSettings } from './traffic-policy-manifest';
import type { PortTrafficPolicy, TrafficPolicyOptions } from './traffic-policy-options';
import { refuseUnread, TRAFFIC_POLICIES_UNREAD } from '../enrollment/refuse-unread';
import type { ObjectRef } from '../object-ref';
import { checkPort } from '../port';
import { problem } from '../problem';

/** Properties of `TrafficPolicy`. */
export interface TrafficPolicyProps extends TrafficPolicyOptions {
  /** The Service or ServiceEntry. Of a service in versions it is the Service of each version to which a route sends. */
  readonly service: ObjectRef;
  /**
   * What is different for some ports.
   * @default - nothing
   */
  readonly ports?: PortTrafficPolicy[];
  /**
   * The hosts of a ServiceEntry that is not of this app.
   * @default - those of the Service or ServiceEntry
   */
  readonly hosts?: string[];
  /**
   * The name of the DestinationRule; for a ServiceEntry with several hosts also the beginning of the names of the others.
   * @default - the id of the construct
   */
  readonly policyName?: string;
}

/**
 * A DestinationRule with what a waypoint honours of it: how it chooses among the pods of a service, how much it sends to them at once,
 * and when it leaves some out.
 *
 * It is the work of the waypoint: ztunnel reads no DestinationRules. TLS to captured pods is none of its business (ztunnel encrypts);
 * to hosts outside the mesh `EgressWaypoint` speaks it. Subsets are left out, because routes of the Gateway API can't name them: write a
 * `VersionedService`.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 * @example
 * import { App, Chart, Duration } from 'cdk8s';
 * import { LoadBalancing, ObjectRef, TrafficPolicy } from 'cdk8s-waypoint';
 *
 * const shop = new Chart(new App(), 'shop', { namespace: 'shop' });
 * new TrafficPolicy(shop, 'cart', {
 *   service: ObjectRef.service('cart'),
 *   loadBalancing: LoadBalancing.leastRequest({ warmup: { duration: Duration.seconds(30) } }),
 *   connections: { maxRequests: 200, maxPendingRequests: 20 },
 *   outlierDetection: { consecutive5xxErrors: 5, baseEjectionTime: Duration.seconds(30) },
 * });
 */
export class TrafficPolicy extends Construct {
  /** The names of the DestinationRules, one for each host. */
  public readonly policyNames: string[];
  /** The namespace of the DestinationRules: that of the service. */
  public readonly policyNamespace: string;

  constructor(scope: Construct, id: string, props: TrafficPolicyProps) {
    super(scope, id);
    const { service, ports = [], policyName = id } = props;
    const object = service._atAs(this, 'Service', 'ServiceEntry');
    const hosts = targetHosts(this, object, props.hosts);
    this.policyNamespace = object.namespace;
    const whole = renderTrafficPolicy(this, props);
    const trafficPolicy = {
      ...whole,
      ...(ports.length > 0 && {
        portLevelSettings: ports.map((port) => ({ port: { number: checkPort(this, port.port) }, ...this.renderPort(port) })),
      }),
    };
    if (Object.keys(trafficPolicy).length === 0) throw problem(this, 'says nothing: write at least one of loadBalancing, locality, connections, outlierDetection, proxyProtocol, ports');
    const place = { id: 'Resource', namespace: this.policyNamespace, name: policyName, property: 'policyName' };
    this.policyNames = defineDestinationRules(this, place, hosts, () => trafficPolicy);
    requireRouteForHash(this, service, [props, ...ports]);
    refuseUnread(this, object, 'DestinationRules', TRAFFIC_POLICIES_UNREAD);
  }

  private renderPort({ port, ...settings }: PortTrafficPolicy) {
    const rendered = renderTrafficSettings(this, settings);
    if (Object.keys(rendered).length === 0) throw problem(this, `says nothing for port ${port}: write at least one setting, or leave the port out`);
    return rendered;
  }
}
