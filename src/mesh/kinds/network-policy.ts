import type { BodyOf } from './kind';
import { LABEL_SELECTOR, namespaced } from './kind';

const PEERS = [{ podSelector: LABEL_SELECTOR, namespaceSelector: LABEL_SELECTOR, ipBlock: { cidr: 'string', except: ['string'] } }] as const;

/** Ports may be numbers or names, and are not among the fields that are checked. */
const PORTS = [{ protocol: 'string', endPort: 'integer' }] as const;

export const NETWORK_POLICY = namespaced('networking.k8s.io', 'NetworkPolicy', {
  spec: {
    podSelector: LABEL_SELECTOR,
    policyTypes: ['string'],
    ingress: [{ from: PEERS, ports: PORTS }],
    egress: [{ to: PEERS, ports: PORTS }],
  },
});

export type NetworkPolicySpec = NonNullable<BodyOf<typeof NETWORK_POLICY>['spec']>;
export type NetworkPolicyRule = NonNullable<NetworkPolicySpec['ingress']>[number];
export type NetworkPolicyPeer = NonNullable<NetworkPolicyRule['from']>[number];
