import { Construct } from 'constructs';
import { cutOffConsumers } from './cut-off-consumers';
import type { NetworkPoliciesProps, NetworkWorkloads } from './network-policies-props';
import type { NetworkRule, Selector } from './network-policy-manifest';
import { defineNetworkPolicy, renderPeers, tcp } from './network-policy-manifest';
import { PodPeer } from './pod-peer';
import { HBONE_PORT } from '../../istio/classes';
import { GATEWAY_NAME } from '../../istio/labels';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import { ENVOY_METRICS_PORT, ISTIOD_PORT, METRICS_PORT, PROBE_BLOCKS, READINESS_PORT } from '../../istio/ports';
import { checkLabels } from '../check-labels';
import { namespaceOf } from '../names';
import { problem } from '../problem';
import { nameForWorkloads } from '../security/selected-workloads';
import { fullNameOf } from '../waypoint/full-name';
import type { IWaypoint } from '../waypoint/waypoint';
import { referTo } from '../waypoint/waypoint-references';
import { withCanary } from '../waypoint/with-canary';

const DNS_PORT = 53;

/**
 * NetworkPolicies that let a waypoint work, and nothing else: clients to the waypoint and the waypoint to workloads, both on port 15008
 * (HBONE), the waypoint to istiod and DNS, and probes and scrapes.
 *
 * They guard addresses and ports, whatever the mesh does: a client that is not in the mesh, or goes past the waypoint, gets no connection to
 * the workloads. Who it is, and what it asks for, is for authorization policies to say. The CNI plugin of the cluster must enforce them.
 * @see https://istio.io/latest/docs/ambient/usage/networkpolicy/
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { NamespaceWaypoint, NetworkPolicies, PodPeer } from 'cdk8s-waypoint';
 *
 * const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
 * const waypoint = new NamespaceWaypoint(chart, 'waypoint');
 * new NetworkPolicies(chart, 'network', {
 *   waypoint,
 *   clients: [PodPeer.namespace('shop'), PodPeer.labelled({ 'gateway.networking.k8s.io/gateway-name': 'public' }, { namespace: 'edge' })],
 *   workloads: [{}],
 *   scrapers: [PodPeer.namespace('monitoring')],
 * });
 */
export class NetworkPolicies extends Construct {
  constructor(scope: Construct, id: string, props: NetworkPoliciesProps) {
    super(scope, id);
    const { waypoint, policyName = `${waypoint.waypointName}-network` } = props;
    referTo(this, waypoint);
    this.check(props);
    const namespace = waypoint.waypointNamespace;
    defineNetworkPolicy(this, 'waypoint', {
      name: policyName,
      property: 'policyName',
      namespace,
      description: `Lets clients, probes and scrapers in to waypoint ${waypoint.waypointName}, and the waypoint out to workloads, istiod and DNS.`,
      podSelector: podsOf(waypoint),
      ingress: this.toWaypoint(props, namespace),
      egress: this.fromWaypoint(props, namespace),
    });
    for (const workloads of props.workloads ?? []) this.guardWorkloads(policyName, workloads, waypoint);
    // Who uses the waypoint may be declared later.
    this.node.addValidation({ validate: () => cutOffConsumers(props) });
  }

  private check(props: NetworkPoliciesProps): void {
    const { clients, scrapers, workloads, destinations } = props;
    for (const [property, list] of Object.entries({ clients, scrapers, workloads, destinations })) {
      if (list?.length === 0) throw problem(this, `has an empty list "${property}": list at least one, or leave it out`);
    }
    if (destinations?.some(({ ports }) => ports.length === 0)) throw problem(this, 'has a destination without ports: list at least one');
    if (workloads?.some(({ ports, clients: others }) => ports && !others)) {
      throw problem(this, 'has workloads with "ports", and nobody who dials them: write "clients" too, or remove "ports"');
    }
  }

  private toWaypoint({ clients, scrapers }: NetworkPoliciesProps, namespace: string): NetworkRule[] {
    return [
      { peers: renderPeers(this, namespace, clients ?? [PodPeer.everyPod()]), ports: tcp(this, HBONE_PORT) },
      // The kubelet has the address of its node, which no selector finds.
      { peers: [], ports: tcp(this, READINESS_PORT) },
      ...scrapers ? [{ peers: renderPeers(this, namespace, scrapers), ports: tcp(this, METRICS_PORT, ENVOY_METRICS_PORT) }] : [],
    ];
  }

  private fromWaypoint(props: NetworkPoliciesProps, namespace: string): NetworkRule[] {
    const { workloads, destinations = [] } = props;
    const { controlPlane = PodPeer.labelled({ app: 'istiod' }, { namespace: ROOT_NAMESPACE }) } = props;
    const { dns = PodPeer.labelled({ 'k8s-app': 'kube-dns' }, { namespace: 'kube-system' }) } = props;
    const captured = workloads?.map((one) => peerOf(one, namespace)) ?? [PodPeer.everyPod()];
    return [
      { peers: renderPeers(this, namespace, captured), ports: tcp(this, HBONE_PORT) },
      { peers: renderPeers(this, namespace, [controlPlane]), ports: tcp(this, ISTIOD_PORT) },
      { peers: renderPeers(this, namespace, [dns]), ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: DNS_PORT })) },
      ...destinations.map(({ peer, ports }) => ({ peers: renderPeers(this, namespace, [peer]), ports: tcp(this, ...ports) })),
    ];
  }

  private guardWorkloads(policyName: string, { labels, clients, ports = [], ...rest }: NetworkWorkloads, waypoint: IWaypoint): void {
    const name = nameForWorkloads(labels ? [policyName] : [policyName, 'workloads'], labels);
    const namespace = namespaceOf(this, rest.namespace ?? waypoint.waypointNamespace);
    const waypointPods = { ...PodPeer.namespace(waypoint.waypointNamespace)._render(this, namespace), podSelector: podsOf(waypoint) };
    defineNetworkPolicy(this, `${namespace}-${name}`, {
      name,
      property: 'policyName',
      namespace,
      description: `Lets waypoint ${fullNameOf(waypoint)} in to its workloads, and probes of the kubelet.`,
      podSelector: labels ? { matchLabels: checkLabels(this, 'a group of workloads', labels) } : NO_PROXIES,
      ingress: [
        { peers: [waypointPods], ports: tcp(this, HBONE_PORT) },
        { peers: PROBE_BLOCKS.map((cidr) => ({ ipBlock: { cidr } })), ports: [] },
        ...clients ? [{ peers: renderPeers(this, namespace, clients), ports: tcp(this, HBONE_PORT, ...ports) }] : [],
      ],
    });
  }
}

/** All pods but those of waypoints and of other gateways. */
const NO_PROXIES: Selector = { matchExpressions: [{ key: GATEWAY_NAME, operator: 'DoesNotExist' }] };

function peerOf({ labels, namespace }: NetworkWorkloads, home: string): PodPeer {
  return labels ? PodPeer.labelled(labels, { namespace: namespace ?? home }) : PodPeer.namespace(namespace ?? home);
}

/** The pods of a waypoint and of its canary. */
function podsOf(waypoint: IWaypoint): Selector {
  const values = withCanary(waypoint).map(({ waypointName }) => waypointName);
  return values.length === 1 ? { matchLabels: { [GATEWAY_NAME]: values[0] } } : { matchExpressions: [{ key: GATEWAY_NAME, operator: 'In', values }] };
}
