import { policyTargets } from './facts/attached-policies';
import { serviceBinding } from './facts/bindings';
import type { Gateway } from './facts/gateways';
import { meshParents } from './facts/mesh-routes';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { controllerOf } from '../binding/gateway/controller';
import { waypointText } from '../binding/status-text';
import { AGENTGATEWAY_WAYPOINT_CLASS, AGENTGATEWAY_WAYPOINT_CONTROLLER, GATEWAY_CONTROLLER } from '../istio/classes';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { hostsOf, isForMesh } from '../routing/written-virtual-services';

export const sandwichIgnoresConfig: Rule = {
  id: 'sandwich-ignores-config',
  severity: Severity.ERROR,
  summary: 'a policy or route is for a Service whose waypoint is a proxy that does not read it',
  why: 'a Gateway of class istio is an ingress by its kind: it applies the policies that target the Gateway and the routes that have it as parent, and no others; to agentgateway Istio translates routes of the Gateway API alone',
  fix: 'target the Gateway in its namespace, and name it as parent of the route, or use a waypoint of class istio-waypoint',
  *check(mesh) {
    if (!mesh.all(GATEWAY).some((gateway) => severityOf(mesh, gateway, false))) return;
    for (const { owner, ...use } of usesOf(mesh)) yield* offence(mesh, owner, use);
  },
};

interface Use {
  readonly subject: Manifest;
  readonly path: FieldPath;
  /** Whether it is a route of the Gateway API. */
  readonly isRoute?: boolean;
}

/** Policies, routes and VirtualServices, with the Services that they are for. */
function usesOf(mesh: MeshObjects): (Use & { readonly owner: Manifest })[] {
  const policies = policyTargets(mesh).filter(({ policy }) => policy.kind !== 'EnvoyFilter')
    .flatMap(({ policy, path, object }) => object && !isOf(GATEWAY, object) ? [{ owner: object, subject: policy, path }] : []);
  const routes = meshParents(mesh).flatMap(({ owner, route, path }) => owner ? [{ owner, subject: route, path, isRoute: true }] : []);
  const virtualServices = mesh.all(VIRTUAL_SERVICE).filter(isForMesh).flatMap((subject) => hostsOf(mesh, subject).flatMap((host, index) =>
    mesh.withHost(host).map((owner) => ({ owner, subject, path: ['spec', 'hosts', index] }))));
  return [...policies, ...routes, ...virtualServices];
}

function* offence(mesh: MeshObjects, owner: Manifest, { subject, path, isRoute = false }: Use): Generator<Offence> {
  const waypoint = serviceBinding(mesh, owner)?.waypoint;
  const severity = waypoint?.gateway && severityOf(mesh, waypoint.gateway, isRoute);
  if (!severity) return;
  const { gateway } = waypoint;
  yield {
    subject,
    path,
    severity,
    message: `not read: the waypoint of ${owner.kind} ${owner.name} is Gateway ${waypointText(waypoint)}, of class ${gateway!.body.spec?.gatewayClassName}`,
    related: [{ manifest: gateway!, path: ['spec', 'gatewayClassName'] }],
  };
}

/** What a proxy of another product reads is not known, and of agentgateway not for sure. */
function severityOf(mesh: MeshObjects, gateway: Gateway, isRoute: boolean): Severity | undefined {
  const controller = controllerOf(mesh, gateway);
  if (controller === GATEWAY_CONTROLLER) return Severity.ERROR;
  const isAgentgateway = controller === AGENTGATEWAY_WAYPOINT_CONTROLLER
    || gateway.body.spec?.gatewayClassName === AGENTGATEWAY_WAYPOINT_CLASS;
  return isAgentgateway && !isRoute ? Severity.WARNING : undefined;
}
