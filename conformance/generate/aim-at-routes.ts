import type { Manifest } from './manifest';
import { hostOf } from './plan';
import type { Random } from './random';
import type { Destination, Request } from './requests';

/** What a rule of a route asks for. */
interface Match {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly uri?: { readonly exact?: string; readonly prefix?: string };
  readonly method?: string | { readonly exact?: string };
}

interface Rule {
  readonly matches?: readonly Match[];
  readonly match?: readonly Match[];
  readonly filters?: readonly { readonly type: string }[];
  readonly corsPolicy?: object;
}

interface RouteSpec {
  readonly parentRefs?: readonly { readonly kind?: string; readonly name: string; readonly namespace?: string }[];
  readonly hosts?: readonly string[];
  readonly rules?: readonly Rule[];
  readonly http?: readonly Rule[];
}

/**
 * Makes a request one to a Service that a route is for, and as one of its rules asks; leaves it as it is where no port is for HTTP.
 * @returns whether that rule has a CORS policy
 */
export function aimAtRoute(random: Random, request: Request, route: Manifest, destinations: readonly Destination[]): boolean {
  const hosts = hostsOf(route);
  const ports = destinations.filter(({ authority, protocol }) => hosts.includes(authority) && protocol === 'http');
  const rules = rulesOf(route);
  if (ports.length === 0 || rules.length === 0 || request.method === undefined) return false;
  const { host, port } = random.pick(ports);
  request.to = `${host}:${port}`;
  const rule = rules.find((one) => hasCors(one) && random.chance(0.7)) ?? random.pick(rules);
  aimAtMatch(request, random.pick(matchesOf(rule)));
  return hasCors(rule);
}

function hasCors({ corsPolicy, filters = [] }: Rule): boolean {
  return corsPolicy !== undefined || filters.some(({ type }) => type === 'CORS');
}

/** Whether a rule of a route has a CORS policy. */
export function isCorsRoute(route: Manifest): boolean {
  return rulesOf(route).some(hasCors);
}

function rulesOf({ spec }: Manifest): readonly Rule[] {
  const { rules = [], http = [] } = spec as RouteSpec;
  return [...rules, ...http];
}

function matchesOf({ matches = [], match = [] }: Rule): readonly Match[] {
  return matches.length + match.length > 0 ? [...matches, ...match] : [{}];
}

function hostsOf({ spec, metadata: { namespace: own = '' } }: Manifest): string[] {
  const { parentRefs = [], hosts = [] } = spec as RouteSpec;
  const services = parentRefs.filter(({ kind }) => kind === 'Service');
  return [
    ...services.map(({ name, namespace = own }) => hostOf({ namespace, name })),
    ...hosts.map((host) => host.includes('.') ? host : hostOf({ namespace: own, name: host })),
  ];
}

function aimAtMatch(request: Request, match: Match): void {
  const path = pathOf(match);
  if (path?.startsWith('/')) request.path = path;
  const method = typeof match.method === 'string' ? match.method : match.method?.exact;
  if (method !== undefined) request.method = method;
}

function pathOf({ path, uri }: Match): string | undefined {
  if (path) return path.type === 'RegularExpression' ? undefined : path.value;
  return uri?.exact ?? uri?.prefix;
}
