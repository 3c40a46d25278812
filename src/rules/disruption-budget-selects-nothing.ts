import { isMissingGateway } from './facts/claims';
import { isDeployedWaypoint } from './facts/gateways';
import { waypointPodLabels } from './facts/waypoint-pods';
import type { Rule } from './rule';
import { Severity } from './rule';
import { GATEWAY_NAME, OLD_GATEWAY_NAME } from '../istio/labels';
import type { StringMap } from '../mesh/fields';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { POD_DISRUPTION_BUDGET } from '../mesh/kinds/scaling';
import { hasLabels } from '../mesh/label-selector';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { labelledWorkloads } from '../registry/workloads';

export const disruptionBudgetSelectsNothing: Rule = {
  id: 'disruption-budget-selects-nothing',
  severity: Severity.WARNING,
  summary: 'a disruption budget that is meant for a waypoint selects none of its pods',
  why: 'it selects no pod, so a drain may take all pods of the waypoint at once',
  fix: 'select the pods by gateway.networking.k8s.io/gateway-name, with the name of the Gateway',
  *check(mesh) {
    for (const subject of mesh.all(POD_DISRUPTION_BUDGET)) {
      const labels = subject.body.spec?.selector?.matchLabels ?? {};
      const isForGateway = Object.hasOwn(labels, GATEWAY_NAME);
      const fault = isForGateway ? missingGateway(mesh, subject.namespace, labels[GATEWAY_NAME]) : otherPods(mesh, subject, labels);
      if (fault) yield { subject, ...fault };
    }
  },
};

function missingGateway(mesh: MeshObjects, namespace: string, name: string): Fault | undefined {
  if (!isMissingGateway(mesh, namespace, name)) return undefined;
  return { path: ['spec', 'selector', 'matchLabels', GATEWAY_NAME], message: `no Gateway "${namespace}/${name}" is defined` };
}

/** A budget with the name of a waypoint is meant for it, and so is one with the label that its pods had before Istio 1.24. */
function otherPods(mesh: MeshObjects, { namespace, name }: Manifest, labels: StringMap): Fault | undefined {
  const meant = mesh.find(GATEWAY, namespace, Object.hasOwn(labels, OLD_GATEWAY_NAME) ? labels[OLD_GATEWAY_NAME] : name);
  if (!meant || !isDeployedWaypoint(mesh, meant) || Object.keys(labels).length === 0) return undefined;
  const isHit = hasLabels(waypointPodLabels(mesh, meant), labels) || labelledWorkloads(mesh, namespace, labels).length > 0;
  return isHit ? undefined : { path: ['spec', 'selector', 'matchLabels'], message: `the pods of waypoint "${namespace}/${meant.name}" have no such labels` };
}

interface Fault {
  readonly path: FieldPath;
  readonly message: string;
}
