import { attachmentsOf } from './gateway/attach';
import { gatewayTable } from './gateway/virtual-hosts';
import { meshParentsOf } from './mesh-parents';
import type { RouteEntry } from './route-entry';
import { waypointRoutes } from './waypoint-routes';
import type { WaypointName } from '../binding/claim';
import type { Gateway } from '../binding/gateway/controller';
import { servedService } from '../binding/served-by';
import { goRegExpProblem } from '../istio/go-regexp';
import { GRPC_ROUTE, HTTP_ROUTE } from '../mesh/kinds/routes';
import type { ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import type { MeshService } from '../registry/mesh-service';

type Route = ManifestOf<typeof HTTP_ROUTE> | ManifestOf<typeof GRPC_ROUTE>;

/** A route with a regular expression that Envoy can't read, and which one. */
export interface UnreadableRoute {
  readonly route: Route;
  readonly pattern: string;
}

/** Nobody refuses such a route: Istio checks the regular expressions of its own kinds only. */
const unreadable = remember((mesh: MeshObjects): readonly UnreadableRoute[] =>
  [...mesh.all(HTTP_ROUTE), ...mesh.all(GRPC_ROUTE)].flatMap((route) => {
    const pattern = patternsOf(route).find((one) => goRegExpProblem(one) !== undefined);
    return pattern === undefined ? [] : [{ route, pattern }];
  }));

/**
 * A route for which Envoy refuses all that istiod sends a waypoint about its services, and keeps what it had before; undefined: there is
 * none.
 */
export function unreadableRoute(mesh: MeshObjects, waypoint: WaypointName): UnreadableRoute | undefined {
  return unreadable(mesh).find(({ route }) => meshParentsOf(mesh, route)
    .flatMap(({ hosts }) => hosts.flatMap((host) => servedService(mesh, host, waypoint) ?? []))
    .some((service) => isSent(mesh, waypoint, service)));
}

/**
 * A route for which Envoy refuses the table of a port of an ingress gateway, and keeps what it had before; undefined: there is none.
 */
export function unreadableAtGateway(mesh: MeshObjects, gateway: Gateway, port: number): UnreadableRoute | undefined {
  const attached = unreadable(mesh).find(({ route }) => (route.body.spec?.parentRefs ?? [])
    .flatMap((ref) => attachmentsOf(mesh, route, ref))
    .some(({ to, denial }) => !denial && to.gateway === gateway && to.listener.port === port));
  return attached && [...gatewayTable(mesh, gateway, port).values()].flat().some(isUnreadable) ? attached : undefined;
}

/** A line of the table that nothing can reach is not sent. */
function isSent(mesh: MeshObjects, waypoint: WaypointName, service: MeshService): boolean {
  return service.ports
    .filter(({ protocol: { family } }) => family === 'http' || family === 'undeclared')
    .some(({ number }) => waypointRoutes(mesh, waypoint, service, number).some(isUnreadable));
}

function isUnreadable({ match }: RouteEntry): boolean {
  if (!match) return false;
  const { uri, method, headers, queryParams } = match;
  const texts = [uri, method, ...Object.values({ ...headers }), ...Object.values({ ...queryParams })];
  return texts.some((text) => text?.regex !== undefined && goRegExpProblem(text.regex) !== undefined);
}

interface Pattern {
  readonly type?: string;
  readonly value?: string;
}

const REGULAR_EXPRESSION = 'RegularExpression';

function patternsOf({ body }: Route): string[] {
  const patterns: (string | undefined)[] = [];
  for (const { matches = [] } of body.spec?.rules ?? []) for (const match of matches) addPatterns(match, patterns);
  return patterns.filter((pattern) => pattern !== undefined);
}

function addPatterns({ path, headers = [], queryParams = [], method }: AnyMatch, patterns: (string | undefined)[]): void {
  for (const one of [path, ...headers, ...queryParams]) if (one?.type === REGULAR_EXPRESSION) patterns.push(one.value);
  if (typeof method === 'object' && method.type === REGULAR_EXPRESSION) patterns.push(method.service, method.method);
}

/** A match of an HTTPRoute or a GRPCRoute. */
interface AnyMatch {
  readonly path?: Pattern;
  readonly headers?: readonly Pattern[];
  readonly queryParams?: readonly Pattern[];
  readonly method?: string | { readonly type?: string; readonly service?: string; readonly method?: string };
}
