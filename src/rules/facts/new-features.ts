import { targetsOfKind } from './attached-policies';
import { serviceBinding } from './bindings';
import { isAmbient } from './capture';
import type { Route } from './mesh-routes';
import { isMeshRoute } from './mesh-routes';
import { isClassDefault } from './overlays';
import { partsOf } from './parts';
import { sourcesOf } from './policy-sources';
import { unroutedHashes } from './request-hashes';
import { ENVOY_FILTER, TRAFFIC_EXTENSION, WASM_PLUGIN } from '../../authorization/extension-kinds';
import { AGENTGATEWAY_WAYPOINT_CLASS, EAST_WEST_CLASS } from '../../istio/classes';
import { GATEWAY_API_GROUP, GATEWAY_API_VERSION } from '../../istio/groups';
import { CONNECT_STRATEGY, DEFAULTS_FOR_CLASS, GLOBAL, INGRESS_USE_WAYPOINT } from '../../istio/labels';
import type { IstioFeature } from '../../istio/versions';
import { isMapping } from '../../mesh/fields';
import { CONFIG_MAP, NAMESPACE, SERVICE } from '../../mesh/kinds/core';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../../mesh/kinds/istio';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../../mesh/kinds/istio-security';
import { DESTINATION_RULE } from '../../mesh/kinds/istio-traffic';
import type { Kind } from '../../mesh/kinds/kind';
import { TCP_ROUTE, TLS_ROUTE } from '../../mesh/kinds/routes';
import type { Manifest, ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { FieldPath } from '../../mesh/positions';
import type { KubernetesObject } from '../../schema/object';

/** Where something is written. */
interface PlaceOfUse {
  readonly subject: Manifest;
  readonly path: FieldPath;
}

/** What can be written for a release that does not have it, and where it is. */
interface FeatureUse {
  readonly feature: IstioFeature;
  readonly name: string;
  places(mesh: MeshObjects): Iterable<PlaceOfUse>;
}

/** Canaries and policies of a GatewayClass have rules of their own. */
export const newFeatureUses: readonly FeatureUse[] = [
  { feature: 'serviceAccountSources', name: 'serviceAccounts of a source', places: accountSources },
  {
    feature: 'warmup',
    name: 'warmup of a load balancer',
    places: (mesh) => fieldsAt(mesh, DESTINATION_RULE, ['spec', 'trafficPolicy', 'loadBalancer', 'warmup']),
  },
  { feature: 'namespaceIngress', name: `${INGRESS_USE_WAYPOINT} on a Namespace`, places: (mesh) => labelled(mesh, NAMESPACE, INGRESS_USE_WAYPOINT) },
  { feature: 'tcpRoutes', name: 'TCPRoutes at a waypoint', places: (mesh) => meshRoutes(mesh.all(TCP_ROUTE)) },
  { feature: 'tcpRoutes', name: 'TLSRoutes at a waypoint', places: (mesh) => meshRoutes(mesh.all(TLS_ROUTE)) },
  { feature: 'parametersRef', name: 'parameters of a Gateway', places: parameters },
  { feature: 'eastWestGateways', name: `class ${EAST_WEST_CLASS}`, places: (mesh) => ofClass(mesh, EAST_WEST_CLASS) },
  { feature: 'eastWestGateways', name: GLOBAL, places: (mesh) => labelled(mesh, SERVICE, GLOBAL) },
  {
    feature: 'envoyFilterTargets',
    name: 'targetRefs of an EnvoyFilter for a waypoint',
    places: (mesh) => targetsOfKind(mesh, ENVOY_FILTER).filter(({ target }) => target.kind === GATEWAY.kind)
      .map(({ policy, path }) => ({ subject: policy, path })),
  },
  {
    feature: 'dynamicDns',
    name: 'resolution DYNAMIC_DNS',
    places: (mesh) => mesh.all(SERVICE_ENTRY).filter(({ body }) => body.spec?.resolution === 'DYNAMIC_DNS')
      .map((subject) => ({ subject, path: ['spec', 'resolution'] })),
  },
  {
    feature: 'passthroughEntries',
    name: 'resolution NONE in the ambient mesh',
    places: (mesh) => mesh.all(SERVICE_ENTRY)
      .filter((entry) => entry.body.spec?.addresses?.length && isPassthrough(entry) && isInAmbient(mesh, entry))
      .map((subject) => ({ subject, path: ['spec', 'resolution'] })),
  },
  { feature: 'entryTlsPolicies', name: 'a BackendTLSPolicy for a ServiceEntry', places: entryTlsPolicies },
  {
    feature: 'spaceDelimitedClaims',
    name: 'spaceDelimitedClaims',
    places: (mesh) => mesh.all(REQUEST_AUTHENTICATION).flatMap((subject) => (subject.body.spec?.jwtRules ?? []).flatMap((rule, index) =>
      rule.spaceDelimitedClaims?.length ? [{ subject, path: ['spec', 'jwtRules', index, 'spaceDelimitedClaims'] }] : [])),
  },
  { feature: 'blockEntries', name: 'blocks of addresses in the ambient mesh', places: blocks },
  {
    feature: 'stableTlsRoutes',
    name: 'version v1 of TLSRoutes',
    places: (mesh) => stableRoutes(mesh, mesh.all(TLS_ROUTE)),
  },
  {
    feature: 'connectStrategy',
    name: CONNECT_STRATEGY,
    places: (mesh) => mesh.all(SERVICE_ENTRY).filter(({ annotations }) => Object.hasOwn(annotations, CONNECT_STRATEGY))
      .map((subject) => ({ subject, path: ['metadata', 'annotations', CONNECT_STRATEGY] })),
  },
  {
    feature: 'trafficExtensions',
    name: 'the kind TrafficExtension',
    places: (mesh) => mesh.all(TRAFFIC_EXTENSION).map((subject) => ({ subject, path: ['kind'] })),
  },
  {
    feature: 'stableTcpRoutes',
    name: 'version v1 of TCPRoutes',
    places: (mesh) => stableRoutes(mesh, mesh.all(TCP_ROUTE)),
  },
  { feature: 'hashWithoutRoute', name: 'consistentHash by a key of requests at a waypoint without a route to the service', places: unroutedHashes },
  { feature: 'wasmAcrossNamespaces', name: 'an extension for a Service whose waypoint is in another namespace (the waypoint never gets ready)', places: strangeExtensions },
  { feature: 'agentgatewayWaypoints', name: `class ${AGENTGATEWAY_WAYPOINT_CLASS}`, places: (mesh) => ofClass(mesh, AGENTGATEWAY_WAYPOINT_CLASS) },
];

const SERVICE_ACCOUNTS = ['serviceAccounts', 'notServiceAccounts'] as const;
const BACKEND_TLS_POLICY = { group: GATEWAY_API_GROUP, kind: 'BackendTLSPolicy', namespaced: true, fields: {} };

function accountSources(mesh: MeshObjects): PlaceOfUse[] {
  return mesh.all(AUTHORIZATION_POLICY).flatMap((subject) => sourcesOf(subject.body.spec?.rules ?? []).flatMap(({ source, path }) =>
    SERVICE_ACCOUNTS.filter((field) => source[field]?.length).map((field) => ({ subject, path: [...path, field] }))));
}

function parameters(mesh: MeshObjects): PlaceOfUse[] {
  return [
    ...mesh.all(GATEWAY).filter(({ body }) => body.spec?.infrastructure?.parametersRef)
      .map((subject) => ({ subject, path: ['spec', 'infrastructure', 'parametersRef'] })),
    ...mesh.inNamespace(CONFIG_MAP, mesh.config.rootNamespace).filter(isClassDefault)
      .map((subject) => ({ subject, path: ['metadata', 'labels', DEFAULTS_FOR_CLASS] })),
  ];
}

function ofClass(mesh: MeshObjects, name: string): PlaceOfUse[] {
  return mesh.all(GATEWAY).filter(({ body }) => body.spec?.gatewayClassName === name)
    .map((subject) => ({ subject, path: ['spec', 'gatewayClassName'] }));
}

function labelled(mesh: MeshObjects, kind: Kind, label: string): PlaceOfUse[] {
  return mesh.all(kind).filter(({ labels }) => Object.hasOwn(labels, label)).map((subject) => ({ subject, path: ['metadata', 'labels', label] }));
}

function meshRoutes(routes: readonly Route[]): PlaceOfUse[] {
  return routes.filter(isMeshRoute).map((subject) => ({ subject, path: ['spec', 'parentRefs'] }));
}

/** An older release reads these routes in another version only, and those of the mesh in none before it has them. */
function stableRoutes(mesh: MeshObjects, routes: readonly Route[]): PlaceOfUse[] {
  return routes.filter((route) => (route.body as KubernetesObject).apiVersion === GATEWAY_API_VERSION)
    .filter((route) => mesh.supports('tcpRoutes') || !isMeshRoute(route)).map((subject) => ({ subject, path: ['apiVersion'] }));
}

function fieldsAt(mesh: MeshObjects, kind: Kind, path: readonly string[]): PlaceOfUse[] {
  return mesh.all(kind).filter(({ body }) => partsOf(body, path).length > 0).map((subject) => ({ subject, path }));
}

/** Without resolution the schema has NONE. */
function isPassthrough({ body }: ManifestOf<typeof SERVICE_ENTRY>): boolean {
  return (body.spec?.resolution ?? 'NONE') === 'NONE';
}

/** Sidecars take what ztunnel does not. */
function isInAmbient(mesh: MeshObjects, entry: ManifestOf<typeof SERVICE_ENTRY>): boolean {
  return serviceBinding(mesh, entry) !== undefined || isAmbient(mesh.namespace(entry.namespace).labels);
}

/** A block of one address is an address. */
function blocks(mesh: MeshObjects): PlaceOfUse[] {
  return mesh.all(SERVICE_ENTRY).filter((entry) => isInAmbient(mesh, entry)).flatMap((subject) =>
    (subject.body.spec?.addresses ?? []).flatMap((address, index) => {
      const [host, length] = address.split('/');
      const isBlock = length !== undefined && length !== (host.includes(':') ? '128' : '32');
      return isBlock ? [{ subject, path: ['spec', 'addresses', index] }] : [];
    }));
}

function entryTlsPolicies(mesh: MeshObjects): PlaceOfUse[] {
  return mesh.all(BACKEND_TLS_POLICY).flatMap((subject) => partsOf(subject.body, ['spec', 'targetRefs']).flatMap((target, index) =>
    isMapping(target) && target.kind === SERVICE_ENTRY.kind ? [{ subject, path: ['spec', 'targetRefs', index] }] : []));
}

/** @see https://github.com/istio/istio/issues/60530 */
function strangeExtensions(mesh: MeshObjects): PlaceOfUse[] {
  return [WASM_PLUGIN, TRAFFIC_EXTENSION].flatMap((kind) => targetsOfKind(mesh, kind)).filter(({ policy, object }) => {
    const waypoint = object && serviceBinding(mesh, object)?.waypoint;
    return waypoint !== undefined && waypoint.namespace !== policy.namespace;
  }).map(({ policy, path }) => ({ subject: policy, path }));
}
