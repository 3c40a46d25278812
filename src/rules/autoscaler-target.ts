import { isWaypoint } from './facts/gateways';
import { deploymentName } from './facts/waypoint-scaling';
import type { Rule } from './rule';
import { Severity } from './rule';
import { DEPLOYMENT } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { HORIZONTAL_POD_AUTOSCALER } from '../mesh/kinds/scaling';
import type { MeshObjects } from '../mesh/mesh-objects';

export const autoscalerTarget: Rule = {
  id: 'autoscaler-target',
  severity: Severity.ERROR,
  summary: 'an autoscaler that is meant for a waypoint scales nothing',
  why: 'a Gateway can\'t be scaled, and the Deployment of a waypoint has the name of the Gateway without a suffix: the waypoint stays as it is',
  fix: 'name the Deployment: kind Deployment, with the name of the Gateway',
  *check(mesh) {
    for (const subject of mesh.all(HORIZONTAL_POD_AUTOSCALER)) {
      const { kind = '', name = '' } = subject.body.spec?.scaleTargetRef ?? {};
      const message = kind === 'Gateway' ? `kind Gateway can't be scaled, expected Deployment "${name}"` : wrongName(mesh, subject.namespace, kind, name);
      if (message) yield { subject, path: ['spec', 'scaleTargetRef'], message };
    }
  },
};

/** The suffix is that of other classes, and of waypoints before Istio 1.22. */
function wrongName(mesh: MeshObjects, namespace: string, kind: string, name: string): string | undefined {
  if (kind !== 'Deployment' || mesh.find(DEPLOYMENT, namespace, name)) return undefined;
  const meant = mesh.inNamespace(GATEWAY, namespace).find((gateway) =>
    isWaypoint(mesh, gateway) && name === `${gateway.name}-${gateway.body.spec?.gatewayClassName}`);
  return meant && `Istio makes no Deployment "${name}", but "${deploymentName(meant)}"`;
}
