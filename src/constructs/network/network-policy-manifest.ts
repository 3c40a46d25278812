import type { Construct } from 'constructs';
import type { PodPeer } from './pod-peer';
import { DESCRIPTION } from '../../istio/labels';
import { defineObject } from '../define-object';
import type { ObjectName } from '../object-name';
import { checkPort } from '../port';

/** A selector of labels. */
export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

/** The other end of a connection, as NetworkPolicies write it. */
export interface RenderedPeer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

/** Connections that are let through: with any of the peers, to any of the ports. */
export interface NetworkRule {
  /** None: anybody. */
  readonly peers: readonly RenderedPeer[];
  /** None: all ports. */
  readonly ports: readonly { readonly protocol: string; readonly port: number }[];
}

/** What a NetworkPolicy says. */
export interface NetworkPolicyContent extends Omit<ObjectName, 'kind'> {
  readonly description?: string;
  readonly podSelector: Selector;
  /** Undefined: what the pods receive is not limited. */
  readonly ingress?: readonly NetworkRule[];
  /** Undefined: what the pods send is not limited. */
  readonly egress?: readonly NetworkRule[];
}

/** Defines a NetworkPolicy: what it does not let through is refused, for the pods that it selects. */
export function defineNetworkPolicy(owner: Construct, id: string, content: NetworkPolicyContent): void {
  const { namespace, name, property, description, podSelector, ingress, egress } = content;
  const annotations = description ? { [DESCRIPTION]: description } : undefined;
  defineObject(owner, id, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name, property, annotations }, {
    spec: {
      podSelector,
      policyTypes: [...(ingress ? ['Ingress'] : []), ...(egress ? ['Egress'] : [])],
      ...(ingress && { ingress: ingress.map((rule) => renderRule(rule, 'from')) }),
      ...(egress && { egress: egress.map((rule) => renderRule(rule, 'to')) }),
    },
  });
}

function renderRule({ peers, ports }: NetworkRule, direction: 'from' | 'to') {
  return { ...(peers.length > 0 && { [direction]: peers }), ...(ports.length > 0 && { ports }) };
}

/** TCP ports, as NetworkPolicies write them. */
export function tcp(scope: Construct, ...ports: number[]): NetworkRule['ports'] {
  return ports.map((port) => ({ protocol: 'TCP', port: checkPort(scope, port) }));
}

/** Peers of a policy in a namespace. */
export function renderPeers(scope: Construct, namespace: string, peers: readonly PodPeer[]): RenderedPeer[] {
  return peers.map((peer) => peer._render(scope, namespace));
}
