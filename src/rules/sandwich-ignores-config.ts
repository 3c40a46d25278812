import { policyTargets } from './facts/attached-policies';
import { serviceBinding } from './facts/bindings';
import { meshParents } from './facts/mesh-routes';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { controllerOf } from '../binding/readiness';
import { waypointText } from '../binding/status-text';
import { GATEWAY_CONTROLLER } from '../istio/classes';
import { SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';

export const sandwichIgnoresConfig: Rule = {
  id: 'sandwich-ignores-config',
  severity: Severity.ERROR,
  summary: 'a policy or route is for a Service whose waypoint is a Gateway of class istio, which does not read it',
  why: 'such a Gateway is an ingress by its kind: it applies the policies that target the Gateway, and the routes that have it as parent, and no others',
  fix: 'target the Gateway in its namespace, and name it as parent of the route, or use a waypoint of class istio-waypoint',
  *check(mesh) {
    for (const { policy, target, path } of policyTargets(mesh)) {
      const kind = [SERVICE, SERVICE_ENTRY].find((each) => each.kind === target.kind);
      const owner = kind && mesh.find(kind, policy.namespace, target.name ?? '');
      if (owner && policy.kind !== 'EnvoyFilter') yield* offence(mesh, owner, policy, path);
    }
    for (const { owner, route, path } of meshParents(mesh)) if (owner) yield* offence(mesh, owner, route, path);
  },
};

/** What a proxy of another product reads is not known. */
function* offence(mesh: MeshObjects, owner: Manifest, subject: Manifest, path: FieldPath): Generator<Offence> {
  const waypoint = serviceBinding(mesh, owner)?.waypoint;
  if (!waypoint?.gateway || controllerOf(mesh, waypoint.gateway) !== GATEWAY_CONTROLLER) return;
  yield {
    subject,
    path,
    message: `not read: the waypoint of ${owner.kind} ${owner.name} is Gateway ${waypointText(waypoint)}, of class ${waypoint.gateway.body.spec?.gatewayClassName}`,
    related: [{ manifest: waypoint.gateway, path: ['spec', 'gatewayClassName'] }],
  };
}
