import type { Construct } from 'constructs';
import type { AuthorizationRule } from './authorization-rule';
import type { ClosedScope } from './closed-scope';
import { Operation } from './operation';
import { PolicyTarget } from './policy-target';
import { Source } from './source';
import { WaypointAuthorization } from './waypoint-authorization';
import { gatewaysOf } from './zero-trust-gateways';
import { IngressReach } from './zero-trust-props';
import type { ZeroTrustProps } from './zero-trust-props';
import { takenTraffic } from '../waypoint/service-traffic';
import { TrafficType } from '../waypoint/traffic-type';
import type { IWaypoint } from '../waypoint/waypoint';

/** Waypoints that are closed by one policy. */
interface Closed {
  /** How the names of the policies go on. */
  readonly id: string;
  readonly target: PolicyTarget;
  /** Whether they may take what is sent to pods. */
  readonly forPods: boolean;
}

/** Refuses at waypoints all but what a mesh needs to work, and what other policies admit. */
export function closeAtWaypoints(zeroTrust: Construct, name: string, props: ZeroTrustProps, scope: ClosedScope): void {
  for (const { id, target, forPods } of closedWaypoints(props, scope)) {
    const targets = [target];
    new WaypointAuthorization(zeroTrust, id, {
      targets,
      allowNothing: true,
      policyName: `${name}-${id}`,
      description: 'Closes the waypoint: it refuses what no ALLOW policy admits. Its own probes and metrics are on ports where no policy is asked.',
    });
    const admit = (what: string, rule: AuthorizationRule, description: string) =>
      new WaypointAuthorization(zeroTrust, `${id}-${what}`, { targets, rules: [rule], policyName: `${name}-${id}-${what}`, description });
    const gateways = gatewaysOf(props.ingressGateways, IngressReach.WAYPOINTS);
    if (gateways.length > 0) {
      admit('ingress', { sources: [Source.principals(...gateways.map(({ principal }) => principal))] },
        `Admits ingress gateways for services that say ingress-use-waypoint: ${gateways.map((gateway) => gateway.name).join(', ')}.`);
    }
    const { principals, ports } = props.scraping ?? {};
    if (forPods && principals?.length && ports) {
      admit('scraping', { sources: [Source.principals(...principals)], operations: [Operation.ports(...ports)] },
        'Admits who scrapes metrics, on the ports of metrics: the waypoint takes what is sent to pods.');
    }
  }
}

function closedWaypoints({ waypoints }: ZeroTrustProps, { isMesh, workloads: [{ namespace }] }: ClosedScope): Closed[] {
  if (isMesh) {
    return [{ id: 'at-waypoints', target: PolicyTarget.everyWaypoint({ rootNamespace: namespace }), forPods: waypoints.some(takesPods) }];
  }
  return waypoints.map((waypoint) => ({ id: `at-${waypoint.waypointName}`, target: PolicyTarget.waypoint(waypoint), forPods: takesPods(waypoint) }));
}

/** What a waypoint takes that is declared elsewhere is not known. */
function takesPods(waypoint: IWaypoint): boolean {
  const traffic = takenTraffic(waypoint);
  return traffic !== TrafficType.SERVICE && traffic !== TrafficType.NONE;
}
