import { policyTargets } from './facts/attached-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { WAYPOINT_CLASS } from '../istio/classes';
import { GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const policyTargetClass: Rule = {
  id: 'policy-target-class',
  severity: Severity.ERROR,
  summary: 'a targetRef names a GatewayClass in a way that no waypoint looks at',
  why: 'waypoints ask the policies of the class named istio-waypoint in the root namespace, and no others, whatever the status says',
  fix: 'name the GatewayClass istio-waypoint, in the root namespace, with Istio 1.25 or newer',
  *check(mesh) {
    for (const { policy, target, path } of policyTargets(mesh)) {
      if (target.kind !== GATEWAY_CLASS.kind || target.group !== GATEWAY_CLASS.group || policy.kind === 'Telemetry') continue;
      const message = complaint(mesh, policy, target.name ?? '');
      if (message) yield { subject: policy, path, message };
    }
  },
};

function complaint(mesh: MeshObjects, { kind, namespace }: Manifest, name: string): string | undefined {
  if (!mesh.supports('classPolicies')) return `Istio ${mesh.istioVersion} does not look at the policies of a GatewayClass, 1.25 is the first that does`;
  const { rootNamespace } = mesh.config;
  if (namespace !== rootNamespace) return `${kind} must be in the root namespace \`${rootNamespace}\` when referencing a GatewayClass`;
  return name === WAYPOINT_CLASS ? undefined : `"${name}" is not "${WAYPOINT_CLASS}": no waypoint enforces the policy`;
}
