import { HEADER, HOST, METHOD, PATH, QUERY, SNI } from './named-by-policies';
import type { Dialled } from './target';
import type { Vocabulary } from './vocabulary';
import { matchWitnesses, pathMatchWitnesses } from './witness';
import type { Waypoint } from '../binding/waypoint';
import type { HttpMatch } from '../mesh/kinds/istio-traffic';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { gatewayTable } from '../routing/gateway/virtual-hosts';
import type { RouteEntry } from '../routing/route-entry';
import { waypointRoutes, waypointVirtualServices } from '../routing/waypoint-routes';
import { ingressAt } from '../traffic/proxy';

/** Where routes are asked. */
export interface RoutePlace {
  readonly dialled: Dialled;
  readonly waypoints: readonly Waypoint[];
  readonly port: number;
}

/** Takes up what the routes of a port name of requests. */
export function addRoutes(vocabulary: Vocabulary, mesh: MeshObjects, place: RoutePlace, isChanged: (manifest: Manifest) => boolean): void {
  const { dialled: { service }, waypoints, port } = place;
  if (!service) return;
  for (const waypoint of waypoints) {
    const ingress = ingressAt(mesh, waypoint);
    if (ingress) addGatewayRoutes(vocabulary, gatewayTable(mesh, ingress.gateway, port), isChanged);
    for (const { match, origin } of waypointRoutes(mesh, waypoint, service, port)) {
      if (match) addMatch(vocabulary, match, isChanged(origin.manifest));
    }
    const tls = waypointVirtualServices(mesh, waypoint, service).flatMap((one) => one.tls ?? []);
    for (const { rule, origin } of tls) {
      const hosts = (rule.match ?? []).flatMap(({ sniHosts = [] }) => sniHosts).filter((host) => !host.startsWith('*'));
      vocabulary.add(SNI, hosts, isChanged(origin.manifest));
    }
  }
}

/** At an ingress gateway the host names tell routes apart too. */
function addGatewayRoutes(
  vocabulary: Vocabulary, table: ReadonlyMap<string, readonly RouteEntry[]>, isChanged: (manifest: Manifest) => boolean,
): void {
  for (const [host, entries] of table) {
    const changed = entries.some(({ origin }) => isChanged(origin.manifest));
    if (host !== '*') vocabulary.add(HOST, [host.replace('*', 'any')], changed);
    for (const { match, origin } of entries) if (match) addMatch(vocabulary, match, isChanged(origin.manifest));
  }
}

function addMatch(vocabulary: Vocabulary, match: HttpMatch, isChanged: boolean): void {
  const { uri, method, authority, headers, withoutHeaders, queryParams } = match;
  if (uri) vocabulary.add(PATH, pathMatchWitnesses(uri), isChanged);
  if (method) vocabulary.add(METHOD, matchWitnesses(method), isChanged);
  if (authority) vocabulary.add(HOST, matchWitnesses(authority), isChanged);
  for (const [name, value] of [...Object.entries(headers ?? {}), ...Object.entries(withoutHeaders ?? {})]) {
    vocabulary.add(`${HEADER}${name.toLowerCase()}`, matchWitnesses(value), isChanged);
  }
  for (const [name, value] of Object.entries(queryParams ?? {})) vocabulary.add(`${QUERY}${name}`, matchWitnesses(value), isChanged);
}
