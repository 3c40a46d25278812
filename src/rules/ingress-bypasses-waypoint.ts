import { areLabelsTold } from './facts/absence';
import { policyTargets } from './facts/attached-policies';
import { serviceBinding } from './facts/bindings';
import { isNamed } from './facts/claims';
import type { Route } from './facts/mesh-routes';
import { backendsOf, gatewayParents, meshParents, routesOf } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { isHeadless } from '../binding/bind';
import type { Bound } from '../binding/binding';
import { controllerOf } from '../binding/gateway/controller';
import { GATEWAY_CONTROLLER } from '../istio/classes';
import { isFalse } from '../istio/go-bool';
import { INGRESS_USE_WAYPOINT } from '../istio/labels';
import { SERVICE } from '../mesh/kinds/core';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import { isOf } from '../mesh/manifest';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { remember } from '../mesh/remember';
import { fullHost } from '../routing/short-names';
import { isForMeshAlone } from '../routing/written-virtual-services';

export const ingressBypassesWaypoint: Rule = {
  id: 'ingress-bypasses-waypoint',
  severity: Severity.ERROR,
  summary: 'an ingress reaches a Service around the waypoint that enforces its policies or routes',
  why: 'Istio\'s ingress sends to the pods unless it is told to use the waypoint: what the policies of the waypoint refuse is let in from outside',
  fix: 'label the Service, or its Namespace, istio.io/ingress-use-waypoint: "true"',
  unsaidBy: [INGRESS_USE_WAYPOINT],
  *check(mesh) {
    const reported = new Set<Manifest>();
    for (const { route, parents, service } of ingressBackends(mesh)) {
      const shape = reported.has(service) ? undefined : bypassed(mesh, service);
      if (!shape) continue;
      reported.add(service);
      const label = serviceBinding(mesh, service)?.ingress?.evidence;
      yield {
        subject: service,
        path: label?.manifest === service ? label.path : ['metadata', 'labels'],
        message: `${label ? `${INGRESS_USE_WAYPOINT} is "${label.value}"` : `no label ${INGRESS_USE_WAYPOINT}`}: the ingress of ${route.kind} ${route.namespace}/${route.name} goes around ${shape.kind} ${shape.namespace}/${shape.name}`,
        ...label && { severity: Severity.WARNING },
        related: [{ manifest: route, path: parents }, { manifest: shape, path: [] }],
      };
    }
  },
};

/** A route of an ingress, and a Service that it sends to. */
interface IngressBackend {
  readonly route: Manifest;
  readonly parents: FieldPath;
  readonly service: ManifestOf<typeof SERVICE>;
}

/** The Services that routes of an ingress send to. */
function ingressBackends(mesh: MeshObjects): IngressBackend[] {
  const routes = routesOf(mesh).filter((route) => isFromIngress(mesh, route))
    .flatMap((route) => backendsOf(route).flatMap(({ backend: { kind, name = '', namespace = route.namespace } }) => {
      const service = kind === SERVICE.kind ? mesh.find(SERVICE, namespace, name) : undefined;
      return service ? [{ route, parents: ['spec', 'parentRefs'], service }] : [];
    }));
  return [...routes, ...mesh.all(VIRTUAL_SERVICE).flatMap((one) => virtualServiceBackends(mesh, one))];
}

/** A VirtualService that names gateways is for an ingress, as those of an egress lead out of the mesh. */
function virtualServiceBackends(mesh: MeshObjects, route: ManifestOf<typeof VIRTUAL_SERVICE>): IngressBackend[] {
  const { http = [], tls = [], tcp = [] } = route.body.spec ?? {};
  if (isForMeshAlone(route)) return [];
  const hosts = [...http, ...tls, ...tcp].flatMap((rule) => rule.route ?? []).flatMap(({ destination }) => destination?.host ?? []);
  return hosts.flatMap((host) => mesh.withHost(fullHost(host, route.namespace, mesh.clusterDomain)))
    .filter((owner) => isOf(SERVICE, owner)).map((service) => ({ route, parents: ['spec', 'gateways'], service }));
}

/** What the waypoint of a Service would have done. A label that says "false" is meant so for routes; for policies it leaves a way around. */
function bypassed(mesh: MeshObjects, service: Manifest): Manifest | undefined {
  const binding = serviceBinding(mesh, service);
  if (!binding || mayUseWaypoint(mesh, binding) || isHeadless(binding.subject)) return undefined;
  const shape = shapeOf(mesh, service, binding);
  if (!shape || !binding.ingress) return shape;
  // What can't be read counts as false, and is a mistake of its own.
  return isFalse(binding.ingress.evidence.value ?? '') && isOf(AUTHORIZATION_POLICY, shape) ? shape : undefined;
}

/** Whether a label tells the ingress to use the waypoint, or one may, on a Namespace that is not in the input. */
function mayUseWaypoint(mesh: MeshObjects, { ingress, subject: { manifest: { namespace } } }: Bound): boolean {
  if (ingress) return ingress.useWaypoint;
  return mesh.supports('namespaceIngress') && !areLabelsTold(mesh, namespace);
}

/** The route or policy of a Service, else the policy of its waypoint. */
function shapeOf(mesh: MeshObjects, service: Manifest, { waypoint: { gateway } }: Bound): Manifest | undefined {
  const shaped = shapedServices(mesh);
  return shaped.get(service) ?? (gateway && shaped.get(gateway));
}

/** A Gateway that is used as a waypoint itself goes around none. */
function isFromIngress(mesh: MeshObjects, route: Route): boolean {
  return gatewayParents(mesh, route).some((gateway) => controllerOf(mesh, gateway) === GATEWAY_CONTROLLER && !isNamed(mesh, gateway));
}

/** The Services, and the Gateways of waypoints, that a policy targets, and the Services that have a route, with that object. */
const shapedServices = remember((mesh: MeshObjects): ReadonlyMap<Manifest, Manifest> => {
  const shaped = new Map<Manifest, Manifest>();
  for (const { route, owner } of meshParents(mesh)) if (owner) shaped.set(owner, route);
  for (const { policy, object } of policyTargets(mesh)) if (object) shaped.set(object, policy);
  return shaped;
});
