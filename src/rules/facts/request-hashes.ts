import { serviceBinding } from './bindings';
import { backendsOf, meshParents } from './mesh-routes';
import { partsOf } from './parts';
import { destinationsOf } from './virtual-service-destinations';
import { childOf, isMapping } from '../../mesh/fields';
import type { HostOwner } from '../../mesh/host-index';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '../../mesh/kinds/istio-traffic';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { FieldPath } from '../../mesh/positions';
import { findService } from '../../registry/find-service';
import { fullHost } from '../../routing/short-names';

const KEYS = ['httpHeaderName', 'httpCookie', 'httpQueryParameterName'];
const PATH = ['spec', 'trafficPolicy', 'loadBalancer', 'consistentHash'];

/** The DestinationRules that balance load at a waypoint by a key of requests, for services that no route in the input sends to. */
export function unroutedHashes(mesh: MeshObjects): { subject: Manifest; path: FieldPath }[] {
  const hashing = mesh.all(DESTINATION_RULE).filter(({ body }) => partsOf(body, PATH).some(hasKey));
  const routed = hashing.length > 0 ? routedOwners(mesh) : NOBODY;
  return hashing.filter((rule) => {
    const owner = ownerOf(mesh, rule.body.spec?.host, rule.namespace);
    return owner && serviceBinding(mesh, owner) && !routed.has(owner);
  }).map((subject) => ({ subject, path: PATH }));
}

const NOBODY: ReadonlySet<HostOwner> = new Set();

function hasKey(hash: unknown): boolean {
  return isMapping(hash) && KEYS.some((key) => childOf(hash, key) !== undefined);
}

function routedOwners(mesh: MeshObjects): ReadonlySet<HostOwner> {
  const named = mesh.all(VIRTUAL_SERVICE).flatMap(({ namespace, body }) =>
    destinationsOf(body.spec).flatMap(({ destination: { host } }) => ownerOf(mesh, host, namespace) ?? []));
  const backends = meshParents(mesh).flatMap(({ route, owner }) => [
    ...owner ? [owner] : [],
    ...backendsOf(route).flatMap(({ backend: { name = '', namespace = route.namespace } }) => ownerOf(mesh, `${name}.${namespace}.svc.${mesh.clusterDomain}`, namespace) ?? []),
  ]);
  return new Set([...named, ...backends]);
}

function ownerOf(mesh: MeshObjects, host: string = '', namespace: string): HostOwner | undefined {
  return findService(mesh, fullHost(host, namespace, mesh.clusterDomain), namespace)?.owner;
}
