import { deployedSandwiches, deployedWaypoints } from './facts/gateways';
import type { Gateway } from './facts/gateways';
import { namedAccounts } from './facts/named-accounts';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { proxyServiceAccount } from '../binding/gateway/requested-services';
import { GATEWAY_NAME } from '../istio/labels';
import { groupBy } from '../mesh/group-by';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import type { Workload } from '../registry/workloads';
import { workloadsAs } from '../registry/workloads';

export const workloadRunsAsWaypoint: Rule = {
  id: 'workload-runs-as-waypoint',
  severity: Severity.ERROR,
  summary: 'a workload runs as the ServiceAccount of a waypoint',
  why: 'it has the identity of the waypoint: policies that let in the waypoint alone, so that nobody gets around it, let in this workload too',
  fix: 'give the workload a ServiceAccount of its own, or the Gateway the annotation gateway.istio.io/service-account',
  *check(mesh) {
    for (const gateway of [...deployedWaypoints(mesh), ...deployedSandwiches(mesh)]) {
      for (const workload of workloadsAs(mesh, gateway.namespace, proxyServiceAccount(mesh, gateway))) {
        if (workload.labels[GATEWAY_NAME] !== gateway.name) yield offence(mesh, gateway, workload);
      }
    }
  },
};

function offence(mesh: MeshObjects, gateway: Gateway, { subject, serviceAccount, podPath, pod }: Workload): Offence {
  const guard = namings(mesh).get(`${gateway.namespace}/${serviceAccount}`)?.at(0);
  return {
    subject: subject.manifest,
    path: pod ? [...podPath, 'serviceAccountName'] : ['spec'],
    message: `ServiceAccount "${serviceAccount}" is that of waypoint ${gateway.namespace}/${gateway.name}`,
    related: [{ manifest: gateway, path: ['metadata', 'name'] }, ...guard ? [{ manifest: guard.policy, path: guard.path }] : []],
    // Without a policy that names it nothing is open yet.
    ...!guard && { severity: Severity.WARNING },
  };
}

/** Where policies name an account. */
const namings = remember((mesh: MeshObjects) => groupBy(namedAccounts(mesh), ({ namespace, account }) => [`${namespace}/${account}`]));
