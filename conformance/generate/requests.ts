import { aimAtRoute, isCorsRoute } from './aim-at-routes';
import type { Manifest } from './manifest';
import type { Random } from './random';
import { addressIn, matching, nearMiss } from './samples';

/** A request to a mesh, in the form that the Envoy judge and `waypoint explain --requests` read. */
export interface Request {
  id: string;
  to: string;
  from?: string;
  ip?: string;
  proto?: 'http' | 'h2' | 'tcp' | 'tls';
  method?: string;
  path?: string;
  host?: string;
  sni?: string;
  headers?: [string, string][];
  jwt?: { claims: Record<string, unknown>; header?: string; prefix?: string; query?: string; cookie?: string; bad?: string; raw?: string };
}

/** Where a request can go: a port of a Service, or of a host of a ServiceEntry. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly protocol: 'http' | 'h2' | 'tcp' | 'tls';
  /** The full name, as the `host` of a request. */
  readonly authority: string;
}

type Rule = Readonly<{
  from?: readonly { source: Record<string, readonly string[]> }[];
  to?: readonly { operation: Record<string, readonly string[]> }[];
  when?: readonly { key: string; values?: readonly string[]; notValues?: readonly string[] }[];
}>;

/** Identities of another trust domain, which no waypoint takes. */
const FOREIGN = 'td.example/ns/ns1/sa/web';
const IDENTITIES = ['ns1/web', 'ns1/default', 'ns2/default', 'ns2/web', 'other/web'].map((name) => `cluster.local/ns/${name.replace('/', '/sa/')}`);
const ADDRESSES = ['10.244.200.1', '10.244.7.7', '10.8.4.9', '10.9.1.1', '192.0.2.7', '2001:db8::7'];
const PATHS = [
  '/', '/a', '/a/b', '/api/v1', '/api/x', '/b', '/v1', '/v22', '/deep/x/y', '/mid/y/x', '/p.S/M', '/p.S/X', '//a', '/a/../b', '/A', '/%61', '/a%2Fb', '/a/./b', '/ab', '/api',
];
const QUERIES = ['', '', '?q=1', '?q=2&r=1', '?q=1&r=1', '?', '?q', '?x=1&q=1', '?q=2&q=1'];
const HEADERS: readonly (readonly [string, string])[] = [
  ['x-team', 'red'], ['x-team', 'blue'], ['X-Team', 'red'], ['x-team', ''], ['x-team', 'red,blue'], ['x-v', '2'], ['x-v', 'two'], ['x-forwarded-for', '10.9.3.3'],
  ['x-forwarded-for', '192.0.2.7, 10.9.3.3'], ['x-forwarded-for', 'nobody'], ['x-set', 'before'], ['x-added', 'before'], ['x-backend', 'before'], ['x-sub', 'before'], ['x-payload', 'before'], ['origin', 'https://a.example.com'], ['origin', 'https://b.example.com'],
];
const ORIGINS = ['https://a.example.com', 'https://b.example.com', 'http://a.example.com:8080', 'null', ''];
const GRPC = ['content-type', 'application/grpc'] as const;

/** Requests to the destinations: what the policies and routes name, what is just beside it, and others. */
export function requestsFor(random: Random, objects: readonly Manifest[], destinations: readonly Destination[], count: number): Request[] {
  const rules = objects.filter(({ kind }) => kind === 'AuthorizationPolicy')
    .flatMap(({ spec }) => (spec as { rules?: readonly Rule[] }).rules ?? []);
  const routes = objects.filter(({ kind }) => kind === 'HTTPRoute' || kind === 'VirtualService');
  const corsRoutes = routes.filter(isCorsRoute);
  return random.list(count, (index) => {
    const destination = random.pick(destinations);
    const request: Request = { id: `r${index}`, to: `${destination.host}:${destination.port}`, ...connection(random, destination) };
    if (routes.length > 0 && random.chance(0.35)) {
      const from = random.chance(0.4) && corsRoutes.length > 0 ? corsRoutes : routes;
      const hasCors = aimAtRoute(random, request, random.pick(from), destinations);
      if (hasCors && random.chance(0.7)) Object.assign(request, preflight(random));
    }
    if (rules.length > 0 && random.chance(0.65)) aim(random, request, random.pick(rules));
    return request;
  });
}

function connection(random: Random, { protocol, authority }: Destination): Partial<Request> {
  const caller = { from: random.chance(0.02) ? FOREIGN : random.pick(IDENTITIES), ip: random.pick(ADDRESSES) };
  const proto = random.chance(0.75) ? protocol : random.pick(['http', 'h2', 'tcp', 'tls'] as const);
  if (proto === 'tls') return { ...caller, proto, ...random.maybe(0.9, () => ({ sni: random.pick([authority, 'a.example']) })) };
  if (proto === 'tcp') return { ...caller, proto };
  return {
    ...caller,
    ...((proto === 'h2' || random.chance(0.2)) && { proto: 'h2' as const }),
    method: random.pick(['GET', 'GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'FOO', 'get']),
    path: `${random.pick(PATHS)}${random.pick(QUERIES)}`,
    ...random.maybe(0.3, () => ({ host: random.pick(['a.example', 'A.example', 'x.example', 'a.test', 'c.org:8080', 'a.example:80', authority]) })),
    ...random.maybe(0.55, () => ({ headers: headers(random) })),
    ...random.maybe(0.3, () => ({ jwt: token(random) })),
  };
}

/** What a browser asks before a request to another origin, or something like it. */
function preflight(random: Random): Partial<Request> {
  const asked = random.maybe(0.9, () => [['access-control-request-method', random.pick(['PUT', 'GET', ''])] as [string, string]]) ?? [];
  return {
    method: random.chance(0.9) ? 'OPTIONS' : 'GET',
    headers: [['origin', random.pick(ORIGINS)], ...asked, ...random.maybe(0.3, () => headers(random)) ?? []],
  };
}

function headers(random: Random): [string, string][] {
  const special = random.pick<readonly (readonly [string, string])[]>([[], [], [], [], [GRPC]]);
  return [...special, ...random.some(HEADERS, 0, 3)].map(([name, value]) => [name, value]);
}

/** A token, mostly a good one where most expect it. */
function token(random: Random): Request['jwt'] {
  const place = random.pick<object>([{}, {}, {}, {}, { header: 'x-token' }, { header: 'x-token', prefix: 'Token ' }, { query: 'token' }, { query: 'access_token' }, { cookie: 'session' }]);
  const fault = random.pick<object>([...Array<object>(8).fill({}), { bad: 'signature' }, { bad: 'expired' }, { bad: 'future' }, { raw: 'no-token' }]);
  return { claims: claims(random), ...place, ...fault };
}

function claims(random: Random): Record<string, unknown> {
  return {
    iss: random.pick(['iss-a', 'iss-a', 'iss-b', 'iss-c']),
    sub: random.pick(['alice', 'bob']),
    ...random.maybe(0.4, () => ({ aud: random.pick<unknown>(['aud', 'other', ['other', 'aud']]) })),
    ...random.maybe(0.4, () => ({ role: random.pick<unknown>(['admin', 'adm', ['user', 'admin']]) })),
    ...random.maybe(0.2, () => ({ nested: { role: 'admin' } })),
    ...random.maybe(0.2, () => ({ scope: random.pick(['read', 'read write', 'write']) })),
    ...random.maybe(0.2, () => ({ azp: random.pick(['pres', 'x']) })),
  };
}

/** Makes a request fulfil a rule, or miss it by one field. */
function aim(random: Random, request: Request, { from, to, when = [] }: Rule): void {
  const pick = random.chance(0.6) ? matching : nearMiss;
  if (from) aimAtSource(random, request, random.pick(from).source, pick);
  if (to && request.method !== undefined) aimAtOperation(random, request, random.pick(to).operation, pick);
  for (const { key, values, notValues } of when) aimAtCondition(random, request, key, random.pick(values ?? notValues ?? ['']), pick);
}

function aimAtCondition(random: Random, request: Request, key: string, value: string, pick: Pick): void {
  const header = /^request\.headers\[(x-.*)\]$/.exec(key)?.[1];
  if (header && request.method !== undefined) request.headers = [...request.headers ?? [], [header, pick(random, value)]];
  if (key === 'source.principal') request.from = identity(pick(random, value));
  if (key === 'source.ip' || key === 'remote.ip') request.ip = addressIn(random, value, pick === matching);
}

type Pick = typeof matching;

function aimAtSource(random: Random, request: Request, source: Record<string, readonly string[]>, pick: Pick): void {
  for (const [field, values] of Object.entries(source)) {
    const value = random.pick(values);
    if (/principals$/i.test(field) && !/request/i.test(field)) request.from = identity(pick(random, value.replace(/^spiffe:\/\//, '')));
    if (/namespaces$/i.test(field)) request.from = identity(`cluster.local/ns/${pick(random, value)}/sa/web`);
    if (/serviceAccounts$/i.test(field)) request.from = identity(`cluster.local/ns/${value.includes('/') ? value.replace('/', '/sa/') : `ns1/sa/${value}`}`);
    if (/ipBlocks$/i.test(field)) request.ip = addressIn(random, value, pick === matching);
  }
}

/** A caller always has an identity of the usual form. */
function identity(text: string): string {
  return /^[^/]+\/ns\/[^/]+\/sa\/[^/]+$/.test(text) ? text : IDENTITIES[0];
}

function aimAtOperation(random: Random, request: Request, operation: Record<string, readonly string[]>, pick: Pick): void {
  for (const [field, values] of Object.entries(operation)) {
    const text = pick(random, random.pick(values));
    if (/paths$/i.test(field)) request.path = text.startsWith('/') ? text : `/${text}`;
    if (/methods$/i.test(field) && /^[A-Z]+$/.test(text)) request.method = text;
    if (/hosts$/i.test(field) && /^[\w.:-]+$/.test(text)) request.host = text;
  }
}
