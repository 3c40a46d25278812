import { isCaptured } from './facts/capture';
import { allowsHbone, ingressPolicies, letsPodsIn } from './facts/network-policies';
import type { NetworkPolicy } from './facts/network-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { HBONE_PORT } from '../istio/classes';
import { NETWORK_POLICY } from '../mesh/kinds/network-policy';
import type { MeshObjects } from '../mesh/mesh-objects';
import { workloadsIn } from '../registry/workloads';
import type { Workload } from '../registry/workloads';

export const networkPolicyBlocksHbone: Rule = {
  id: 'network-policy-blocks-hbone',
  severity: Severity.ERROR,
  summary: 'NetworkPolicies let no HBONE traffic in to pods of the ambient mesh',
  why: 'between captured pods, and from waypoints, all traffic arrives on port 15008: connections time out, whatever ports the policy names',
  fix: 'allow TCP port 15008 beside the ports of the application',
  unsaidBy: ['NetworkPolicy'],
  *check(mesh) {
    const reported = new Set<NetworkPolicy>();
    for (const namespace of new Set(mesh.all(NETWORK_POLICY).map((policy) => policy.namespace))) {
      for (const { subject, workload } of blockersIn(mesh, namespace)) {
        if (reported.has(subject)) continue;
        reported.add(subject);
        const { kind, name } = workload.subject.manifest;
        yield { subject, path: ['spec', 'ingress'], message: `${kind} ${name} is captured, and no rule allows port ${HBONE_PORT}` };
      }
    }
  },
};

/** The policies that let something in to captured pods, none of which lets HBONE in. */
function blockersIn(mesh: MeshObjects, namespace: string): { subject: NetworkPolicy; workload: Workload }[] {
  return workloadsIn(mesh, namespace).filter((workload) => isCaptured(mesh, workload)).flatMap((workload) => {
    const own = ingressPolicies(mesh, { namespace, labels: workload.labels });
    if (own.some(({ body }) => body.spec?.ingress?.some(allowsHbone))) return [];
    return own.filter(({ body }) => body.spec?.ingress?.some(letsPodsIn)).map((subject) => ({ subject, workload }));
  });
}
