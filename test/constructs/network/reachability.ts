import type { Manifest } from '../synth';

/** A pod, or what is outside the cluster, as the network sees it. */
export interface Host {
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly ip?: string;
}

/** Whether NetworkPolicies let one host connect to a TCP port of another, as Kubernetes says they do: both ends have to agree. */
export function connects(manifests: readonly Manifest[], source: Host, target: Host, port: number, protocol = 'TCP'): boolean {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  return passes(policies, 'Ingress', target, source, port, protocol) && passes(policies, 'Egress', source, target, port, protocol);
}

function passes(policies: readonly Manifest[], type: 'Ingress' | 'Egress', own: Host, other: Host, port: number, protocol: string): boolean {
  const about = policies.filter(({ metadata, spec }) => spec.policyTypes.includes(type) && metadata.namespace === own.namespace && selects(spec.podSelector, own.labels));
  if (about.length === 0) return true;
  return about.some(({ metadata, spec }) => (spec[type.toLowerCase()] ?? []).some((rule: any) =>
    (!rule.ports || rule.ports.some((one: any) => one.port === port && one.protocol === protocol))
    && (!rule.from && !rule.to || (rule.from ?? rule.to).some((peer: any) => isPeer(peer, metadata.namespace!, other)))));
}

function isPeer({ podSelector, namespaceSelector, ipBlock }: any, home: string, { namespace, labels, ip }: Host): boolean {
  if (ipBlock) return ip !== undefined && (ipBlock.cidr === '0.0.0.0/0' || ipBlock.cidr === `${ip}/32`);
  if (namespace === undefined) return false;
  const isNear = namespaceSelector ? selects(namespaceSelector, { 'kubernetes.io/metadata.name': namespace }) : namespace === home;
  return isNear && selects(podSelector ?? {}, labels);
}

function selects({ matchLabels = {}, matchExpressions = [] }: any, labels: Record<string, string> = {}): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value)
    && matchExpressions.every(({ key, operator, values }: any) => operator === 'In' ? values.includes(labels[key]) : operator === 'DoesNotExist' && !(key in labels));
}
