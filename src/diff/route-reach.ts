import type { ChangedObject } from './changed-objects';
import { anyOf } from './changed-objects';
import { isServedBy } from '../binding/served-by';
import { serviceHost } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { VirtualServiceSpec } from '../mesh/kinds/istio-traffic';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { BackendRef } from '../mesh/kinds/routes';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../mesh/kinds/routes';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { allServices } from '../registry/find-service';
import type { Route } from '../routing/gateway/attach';
import { meshParentsOf } from '../routing/mesh-parents';
import { fullHost } from '../routing/short-names';
import { hostsOf } from '../routing/written-virtual-services';

type VirtualService = ManifestOf<typeof VIRTUAL_SERVICE>;

const ROUTES = [HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE];

/** The host names whose meaning changed objects decide, or all of them. */
export function affectedHosts(meshes: readonly MeshObjects[], changes: readonly ChangedObject[]): Set<string> | 'all' {
  const changesRoutes = changes.some((change) => [...ROUTES, VIRTUAL_SERVICE].some((kind) => isOf(kind, anyOf(change))));
  if (changesRoutes && meshes.some((mesh) => mesh.all(VIRTUAL_SERVICE).some((one) => hasWildcard(mesh, one)))) return 'all';
  const versions = changes.flatMap(({ before, after }) => [before, after].filter((manifest) => manifest !== undefined));
  return new Set(meshes.flatMap((mesh) => versions.flatMap((manifest) => hostsIn(mesh, manifest))));
}

function hasWildcard(mesh: MeshObjects, virtualService: VirtualService): boolean {
  return hostsOf(mesh, virtualService).some((host) => host.startsWith('*'));
}

/** The host names that an object defines, or has rules for. */
function hostsIn(mesh: MeshObjects, manifest: Manifest): readonly string[] {
  if (isOf(SERVICE, manifest)) return [serviceHost(manifest, mesh.clusterDomain)];
  if (isOf(SERVICE_ENTRY, manifest)) return manifest.body.spec?.hosts ?? [];
  if (isOf(VIRTUAL_SERVICE, manifest)) return hostsOf(mesh, manifest);
  return isRoute(manifest) ? [...meshParentsOf(mesh, manifest).flatMap(({ hosts }) => hosts), ...hostsBehind(mesh, manifest)] : [];
}

/** The host names that are reached through the Gateways of a route. */
function hostsBehind(mesh: MeshObjects, { namespace, body }: Route): string[] {
  const gateways = (body.spec?.parentRefs ?? []).filter(({ kind }) => kind === GATEWAY.kind)
    .map((ref) => ({ namespace: ref.namespace ?? namespace, name: ref.name ?? '' }));
  return gateways.length === 0 ? [] : allServices(mesh)
    .filter(({ owner }) => gateways.some((gateway) => isServedBy(mesh, owner, gateway)))
    .map(({ host }) => host);
}

function isRoute(manifest: Manifest): manifest is Route {
  return ROUTES.some((kind) => isOf(kind, manifest));
}

/** The hosts of which a route or VirtualService leads to one of these namespaces or hosts. */
export function hostsLeadingTo(mesh: MeshObjects, namespaces: ReadonlySet<string>, hosts: ReadonlySet<string>): string[] {
  const isMeant = (host: string) => hosts.has(host) || mesh.withHost(host).some(({ namespace }) => namespaces.has(namespace));
  const routes = ROUTES.flatMap((kind) => [...mesh.all(kind)]) as Route[];
  return [
    ...routes.filter((route) => backendHosts(mesh, route).some(isMeant)).flatMap((route) => hostsIn(mesh, route)),
    ...mesh.all(VIRTUAL_SERVICE).filter(({ namespace, body: { spec } }) =>
      delegates(spec).some((other) => namespaces.has(other ?? namespace))
      || destinations(spec).some((host) => isMeant(fullHost(host, namespace, mesh.clusterDomain)))).flatMap((one) => hostsIn(mesh, one)),
  ];
}

interface Rule { readonly backendRefs?: readonly BackendRef[] }

/** What a backend names, be it there or not. */
function backendHosts(mesh: MeshObjects, route: Route): string[] {
  const rules = ((route.body.spec as { readonly rules?: readonly Rule[] } | undefined)?.rules ?? []);
  return rules.flatMap(({ backendRefs = [] }) => backendRefs)
    .map(({ name = '', namespace = route.namespace }) => name.includes('.') ? name : serviceHost({ name, namespace }, mesh.clusterDomain));
}

function destinations({ http = [], tcp = [], tls = [] }: VirtualServiceSpec = {}): string[] {
  return [...http, ...tcp, ...tls].flatMap(({ route = [] }) => route.flatMap(({ destination }) => destination?.host ?? []));
}

/** The namespaces of the VirtualServices to which one delegates; undefined: its own. */
function delegates({ http = [] }: VirtualServiceSpec = {}): (string | undefined)[] {
  return http.flatMap(({ delegate }) => delegate ? [delegate.namespace || undefined] : []);
}
