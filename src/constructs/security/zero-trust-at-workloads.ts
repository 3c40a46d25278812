import type { Construct } from 'constructs';
import type { ClosedScope } from './closed-scope';
import { Peer } from './peer';
import { Principal } from './principal';
import { gatewaysOf } from './zero-trust-gateways';
import { IngressReach } from './zero-trust-props';
import type { ZeroTrustProps } from './zero-trust-props';
import type { ConnectionRule } from './ztunnel-authorization';
import { ZtunnelAuthorization } from './ztunnel-authorization';

/** A reason to admit connections to closed workloads. */
interface Exception {
  readonly id: string;
  readonly rules: ConnectionRule[];
  readonly description: string;
}

/** Refuses at ztunnel all but what a mesh needs to work, and what other policies admit. */
export function closeAtWorkloads(zeroTrust: Construct, name: string, props: ZeroTrustProps, { namespace, target }: ClosedScope['workloads'][number]): void {
  new ZtunnelAuthorization(zeroTrust, `workloads-${namespace}`, {
    target,
    allowNothing: true,
    policyName: name,
    description: 'Closes the workloads: ztunnel refuses what no ALLOW policy admits. Probes of the kubelet need none, as they get past ztunnel.',
  });
  for (const { id, rules, description } of exceptions(props)) {
    new ZtunnelAuthorization(zeroTrust, `${id}-${namespace}`, { target, rules, policyName: `${name}-${id}`, description });
  }
}

function exceptions({ waypoints, scraping, ingressGateways }: ZeroTrustProps): Exception[] {
  const { principals = [], ipBlocks = [] } = scraping ?? {};
  const gateways = gatewaysOf(ingressGateways, IngressReach.WORKLOADS);
  const all: Exception[] = [
    {
      id: 'waypoints',
      rules: waypoints.length > 0 ? [{ peers: [Peer.principals(...waypoints.map((waypoint) => Principal.waypoint(waypoint)))] }] : [],
      description: 'Admits the waypoints: behind a waypoint ztunnel sees its identity, not that of the client, whom the waypoint has checked.',
    },
    {
      id: 'scraping',
      rules: scraping ? [{
        peers: [
          ...principals.length > 0 ? [Peer.principals(...principals)] : [],
          ...ipBlocks.length > 0 ? [Peer.ipBlocks(...ipBlocks)] : [],
        ],
        ports: scraping.ports,
      }] : [],
      description: 'Admits who scrapes metrics, on the ports of metrics: scrapers dial pods, past the waypoints of services.',
    },
    {
      id: 'ingress',
      rules: gateways.length > 0 ? [{ peers: [Peer.principals(...gateways.map(({ principal }) => principal))] }] : [],
      description: `Admits ingress gateways that go past waypoints, so that their own policies decide: ${gateways.map((gateway) => gateway.name).join(', ')}.`,
    },
  ];
  return all.filter(({ rules }) => rules.length > 0);
}
