import { isDeployedWaypoint } from './facts/gateways';
import { deploymentName } from './facts/waypoint-scaling';
import type { Rule } from './rule';
import { Severity } from './rule';
import { DEPLOYMENT } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { HORIZONTAL_POD_AUTOSCALER } from '../mesh/kinds/scaling';
import type { Manifest } from '../mesh/manifest';
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
      const message = kind === 'Gateway' ? `kind Gateway can't be scaled, expected Deployment "${name}"` : wrongName(mesh, subject, kind, name);
      if (message) yield { subject, path: ['spec', 'scaleTargetRef'], message };
    }
  },
};

/**
 * A Deployment of another name than that of a waypoint, where that one is meant: with the suffix of other classes, and of waypoints before
 * Istio 1.22, with the name of a Gateway whose Deployment has another one, or by an autoscaler that is named like the waypoint.
 */
function wrongName(mesh: MeshObjects, { namespace, name: own }: Manifest, kind: string, name: string): string | undefined {
  if (kind !== 'Deployment' || mesh.find(DEPLOYMENT, namespace, name)) return undefined;
  const waypoints = mesh.inNamespace(GATEWAY, namespace).filter((gateway) => isDeployedWaypoint(mesh, gateway));
  if (waypoints.some((gateway) => deploymentName(gateway) === name)) return undefined;
  const meant = waypoints.find((gateway) => name === gateway.name || name === `${gateway.name}-${gateway.body.spec?.gatewayClassName}`)
    ?? waypoints.find((gateway) => own === deploymentName(gateway));
  return meant && `Istio makes no Deployment "${name}", but "${deploymentName(meant)}"`;
}
