import { boundOf } from './facts/bindings';
import { isCaptured } from './facts/capture';
import type { Gateway } from './facts/gateways';
import { deployedWaypoints, isDeployedWaypoint } from './facts/gateways';
import { admitsPods, allowsHbone, ingressPolicies } from './facts/network-policies';
import type { NetworkPolicy, PolicedPods } from './facts/network-policies';
import { waypointPodLabels } from './facts/waypoint-pods';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { waypointText } from '../binding/status-text';
import { HBONE_PORT } from '../istio/classes';
import { GATEWAY_NAME, NAMESPACE_NAME } from '../istio/labels';
import type { HostOwner } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import { NETWORK_POLICY } from '../mesh/kinds/network-policy';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { endpointsOf } from '../registry/endpoints';
import { servicesOf } from '../registry/mesh-service';

export const networkPolicyBlocksWaypoint: Rule = {
  id: 'network-policy-blocks-waypoint',
  severity: Severity.ERROR,
  summary: 'NetworkPolicies keep clients from a waypoint, or a waypoint from the pods behind it',
  why: 'the pods of a waypoint take port 15008 from clients, and dial port 15008 of the pods: without both every request to the Service fails',
  fix: 'let the clients in to the pods of the waypoint, and the waypoint in to the pods of the Service, each on TCP port 15008',
  unsaidBy: ['NetworkPolicy'],
  *check(mesh) {
    if (mesh.all(NETWORK_POLICY).length === 0) return;
    const reported = new Set<NetworkPolicy>();
    for (const offence of [...inFront(mesh), ...behind(mesh)]) {
      if (reported.has(offence.policy)) continue;
      reported.add(offence.policy);
      yield { subject: offence.policy, path: offence.path, message: offence.message };
    }
  },
};

type Blocked = Pick<Offence, 'path' | 'message'> & { readonly policy: NetworkPolicy };

/** Waypoints that no policy lets HBONE in to, though one is about them. */
function* inFront(mesh: MeshObjects): Generator<Blocked> {
  for (const gateway of deployedWaypoints(mesh)) {
    const own = ingressPolicies(mesh, podsOf(mesh, gateway));
    if (own.length === 0 || own.some(({ body }) => body.spec?.ingress?.some(allowsHbone))) continue;
    const [policy] = own;
    yield { policy, path: ['spec', 'podSelector'], message: `selects the pods of waypoint "${waypointText(gateway)}", and no policy lets port ${HBONE_PORT} in to them` };
  }
}

/** Services whose pods take HBONE from others, and not from the waypoint. */
function* behind(mesh: MeshObjects): Generator<Blocked> {
  for (const { subject: { manifest, traffic }, waypoint } of boundOf(mesh)) {
    const { gateway } = waypoint;
    if (traffic !== 'service' || !isOf(SERVICE, manifest) || !gateway || !isDeployedWaypoint(mesh, gateway)) continue;
    const policy = closedTo(mesh, manifest, podsOf(mesh, gateway));
    if (!policy) continue;
    const message = `does not let waypoint "${waypointText(gateway)}" in to the pods of Service ${manifest.name}, expected a peer with ${peerOf(gateway, policy)}`;
    yield { policy, path: ['spec', 'ingress'], message };
  }
}

/** A policy of the pods, if one of theirs lets HBONE in, and none from the waypoint. */
function closedTo(mesh: MeshObjects, owner: HostOwner, waypoint: PolicedPods): NetworkPolicy | undefined {
  for (const workload of servicesOf(owner, mesh.clusterDomain).flatMap((service) => endpointsOf(mesh, service))) {
    if (!isCaptured(mesh, workload)) continue;
    const own = ingressPolicies(mesh, { namespace: owner.namespace, labels: workload.labels });
    const open = own.flatMap((policy) => (policy.body.spec?.ingress ?? []).filter(allowsHbone).map((rule) => ({ policy, rule })));
    if (open.length > 0 && open.every(({ policy, rule }) => admitsPods(mesh, policy, rule, waypoint) === false)) return open[0].policy;
  }
  return undefined;
}

/** The peer that would let a waypoint in: a podSelector alone is about the namespace of the policy. */
function peerOf({ namespace, name }: Gateway, policy: NetworkPolicy): string {
  const pods = `podSelector: { matchLabels: { ${GATEWAY_NAME}: ${name} } }`;
  return namespace === policy.namespace ? pods : `${pods}, namespaceSelector: { matchLabels: { ${NAMESPACE_NAME}: ${namespace} } }`;
}

function podsOf(mesh: MeshObjects, gateway: Gateway): PolicedPods {
  return { namespace: gateway.namespace, labels: waypointPodLabels(mesh, gateway) };
}
