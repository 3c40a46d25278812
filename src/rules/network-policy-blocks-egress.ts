import { membersOf, serviceBinding } from './facts/bindings';
import { isCaptured } from './facts/capture';
import type { Gateway } from './facts/gateways';
import { deployedWaypoints } from './facts/gateways';
import { egressRules, letsHboneOut } from './facts/network-egress';
import type { EgressRule } from './facts/network-egress';
import { admitsPods, egressPolicies } from './facts/network-policies';
import type { NetworkPolicy, PolicedPods } from './facts/network-policies';
import { waypointPodLabels } from './facts/waypoint-pods';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { waypointText } from '../binding/status-text';
import { HBONE_PORT } from '../istio/classes';
import { NAMESPACE_NAME } from '../istio/labels';
import { SERVICE } from '../mesh/kinds/core';
import { NETWORK_POLICY } from '../mesh/kinds/network-policy';
import { isOf } from '../mesh/manifest';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { endpointsOf } from '../registry/endpoints';
import { servicesOf } from '../registry/mesh-service';
import { workloadsIn } from '../registry/workloads';

export const networkPolicyBlocksEgress: Rule = {
  id: 'network-policy-blocks-egress',
  severity: Severity.ERROR,
  summary: 'NetworkPolicies keep a client from going out to a waypoint, or a waypoint from going out to the pods behind it',
  why: 'what a captured client sends to a Service goes to port 15008 of its waypoint, and from there to port 15008 of the pods, whatever address and port the client dialled',
  fix: 'let clients out to the pods of the waypoint, and the waypoint out to the pods of the Service, each on TCP port 15008',
  unsaidBy: ['NetworkPolicy'],
  *check(mesh) {
    const namespaces = new Set(mesh.all(NETWORK_POLICY).map(({ namespace }) => namespace));
    const reported = new Set<NetworkPolicy>();
    for (const { policy, message } of [...waypointsOut(mesh, namespaces), ...clientsOut(mesh, namespaces)]) {
      if (reported.has(policy)) continue;
      reported.add(policy);
      yield { subject: policy, path: ['spec', 'egress'], message };
    }
  },
};

type Blocked = Pick<Offence, 'message'> & { readonly policy: NetworkPolicy };
type Service = ManifestOf<typeof SERVICE>;

/** Waypoints that may not go out to the captured pods of a Service of theirs. */
function* waypointsOut(mesh: MeshObjects, namespaces: ReadonlySet<string>): Generator<Blocked> {
  for (const gateway of deployedWaypoints(mesh).filter(({ namespace }) => namespaces.has(namespace))) {
    const policies = egressPolicies(mesh, podsOf(mesh, gateway));
    const rules = egressRules(policies);
    for (const { subject: { manifest } } of policies.length > 0 ? membersOf(mesh, gateway) : []) {
      if (!isOf(SERVICE, manifest)) continue;
      const pods = capturedPods(mesh, manifest).find((each) => !letsHboneOut(mesh, rules, each));
      if (!pods) continue;
      yield { policy: policies[0], message: `does not let waypoint "${waypointText(gateway)}" out to port ${HBONE_PORT} of the pods of Service ${manifest.name}` };
      break;
    }
  }
}

/** Captured clients that may go out to the pods of a Service, and not to its waypoint. */
function* clientsOut(mesh: MeshObjects, namespaces: ReadonlySet<string>): Generator<Blocked> {
  for (const namespace of namespaces) {
    for (const workload of workloadsIn(mesh, namespace)) {
      if (!isCaptured(mesh, workload)) continue;
      yield* clientOut(mesh, workload.subject.manifest, egressRules(egressPolicies(mesh, { namespace, labels: workload.labels })));
    }
  }
}

function* clientOut(mesh: MeshObjects, { kind, name }: Manifest, rules: readonly EgressRule[]): Generator<Blocked> {
  for (const { policy, rule } of rules) {
    const blocked = meantServices(mesh, { policy, rule }).find(({ pods }) => !letsHboneOut(mesh, rules, pods));
    if (!blocked) continue;
    const message = `lets ${kind} ${name} out to the pods of Service ${blocked.name}, and not to port ${HBONE_PORT} of its waypoint "${blocked.waypoint}"`;
    yield { policy, message };
  }
}

/** The Services with a waypoint whose pods a rule names, with the pods of that waypoint. */
function meantServices(mesh: MeshObjects, { policy, rule }: EgressRule): { name: string; waypoint: string; pods: PolicedPods }[] {
  const namespaces = (rule.from ?? []).flatMap(({ podSelector, namespaceSelector }) => {
    if (!namespaceSelector) return podSelector ? [policy.namespace] : [];
    return namespaceSelector.matchLabels?.[NAMESPACE_NAME] ?? [];
  });
  return [...new Set(namespaces)].flatMap((namespace) => mesh.inNamespace(SERVICE, namespace)).flatMap((service) => {
    const gateway = serviceBinding(mesh, service)?.waypoint.gateway;
    const labels = service.body.spec?.selector ?? {};
    const isMeant = gateway && admitsPods(mesh, policy, rule, { namespace: service.namespace, labels }) === true;
    return isMeant ? [{ name: service.name, waypoint: waypointText(gateway), pods: podsOf(mesh, gateway) }] : [];
  });
}

function capturedPods(mesh: MeshObjects, owner: Service): PolicedPods[] {
  return servicesOf(owner, mesh.clusterDomain).flatMap((service) => endpointsOf(mesh, service))
    .filter((workload) => isCaptured(mesh, workload)).map(({ labels }) => ({ namespace: owner.namespace, labels }));
}

function podsOf(mesh: MeshObjects, gateway: Gateway): PolicedPods {
  return { namespace: gateway.namespace, labels: waypointPodLabels(mesh, gateway) };
}
