import { HBONE_PORT } from '../../istio/classes';
import { PROBE_BLOCKS } from '../../istio/ports';
import type { StringMap } from '../../mesh/fields';
import { groupBy } from '../../mesh/group-by';
import type { NetworkPolicyPeer, NetworkPolicyRule } from '../../mesh/kinds/network-policy';
import { NETWORK_POLICY } from '../../mesh/kinds/network-policy';
import { matchesSelector } from '../../mesh/label-selector';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { SelectorIndex } from '../../mesh/selector-index';

export type NetworkPolicy = ManifestOf<typeof NETWORK_POLICY>;

/** Pods, as NetworkPolicies see them. */
export interface PolicedPods {
  readonly namespace: string;
  readonly labels: StringMap;
}

/** Finds the policies for some pods among those that limit one direction. */
function policiesThat(isLimiting: (policy: NetworkPolicy) => boolean): (mesh: MeshObjects, pods: PolicedPods) => NetworkPolicy[] {
  const byNamespace = remember((mesh: MeshObjects) => {
    const groups = groupBy(mesh.all(NETWORK_POLICY).filter(isLimiting), ({ namespace }) => [namespace]);
    return new Map([...groups].map(([namespace, policies]) =>
      [namespace, new SelectorIndex(policies, ({ body }) => body.spec?.podSelector?.matchLabels)]));
  });
  return (mesh, { namespace, labels }) => (byNamespace(mesh).get(namespace)?.candidates(labels) ?? [])
    .filter(({ body }) => matchesSelector(body.spec?.podSelector ?? {}, { labels, isKnown: true }) === true);
}

/** The policies that limit what may come in to some pods. */
export const ingressPolicies = policiesThat(({ body: { spec } }) => spec?.policyTypes?.includes('Ingress') ?? true);

/** The policies that limit what may go out of some pods. */
export const egressPolicies = policiesThat(({ body: { spec } }) => spec?.policyTypes?.includes('Egress') ?? spec?.egress !== undefined);

/**
 * Whether a rule lets HBONE in, from pods. One without ports lets all of them in; the name of a port is never that of ztunnel; one for probes of
 * the kubelet lets no pods in.
 */
export function allowsHbone(rule: NetworkPolicyRule): boolean {
  const { ports } = rule;
  if (!letsPodsIn(rule)) return false;
  if (!ports?.length) return true;
  return ports.some(({ protocol = 'TCP', endPort, ...rest }) => {
    const { port } = rest as { port?: unknown };
    if (protocol !== 'TCP') return false;
    return port === undefined || port === HBONE_PORT || (typeof port === 'number' && endPort !== undefined && port <= HBONE_PORT && HBONE_PORT <= endPort);
  });
}

/**
 * Whether a rule lets some pods in; undefined where that depends on labels of their Namespace that are not known, or on their addresses.
 * @see k8s.io/api networking/v1 NetworkPolicyPeer
 */
export function admitsPods(mesh: MeshObjects, policy: NetworkPolicy, { from }: NetworkPolicyRule, pods: PolicedPods): boolean | undefined {
  if (!from?.length) return true;
  const answers = from.map((peer) => isPeer(mesh, policy, peer, pods));
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

/** Whether a rule is for more than probes of the kubelet. */
export function letsPodsIn({ from }: NetworkPolicyRule): boolean {
  return !from?.length || !from.every(isForProbes);
}

/**
 * Whether a peer is none but the kubelet, as pods that ztunnel captures see it: no pod has such an address.
 * @see istio cni/README.md HOST_PROBE_SNAT_IP
 */
function isForProbes({ ipBlock }: NetworkPolicyPeer): boolean {
  const cidr = ipBlock?.cidr ?? '';
  return /^169\.254\..*\/(1[6-9]|2\d|3[0-2])$/.test(cidr) || PROBE_BLOCKS.some((block) => block === cidr);
}

function isPeer(mesh: MeshObjects, policy: NetworkPolicy, peer: NetworkPolicyPeer, pods: PolicedPods): boolean | undefined {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (isForProbes(peer)) return false;
  if (ipBlock) return /^(0\.0\.0\.0|::)\/0$/.test(ipBlock.cidr ?? '') && !ipBlock.except?.length ? true : undefined;
  const isPod = matchesSelector(podSelector ?? {}, { labels: pods.labels, isKnown: true });
  if (!isPod) return isPod;
  return namespaceSelector ? matchesSelector(namespaceSelector, mesh.namespace(pods.namespace)) : pods.namespace === policy.namespace;
}
