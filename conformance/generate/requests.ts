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
  jwt?: { claims: Record<string, unknown> };
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

const IDENTITIES = ['ns1/web', 'ns1/default', 'ns2/default', 'ns2/web', 'other/web'].map((name) => `cluster.local/ns/${name.replace('/', '/sa/')}`);
const ADDRESSES = ['10.244.200.1', '10.244.7.7', '10.8.4.9', '10.9.1.1', '192.0.2.7'];
const PATHS = ['/', '/a', '/a/b', '/api/v1', '/api/x', '/b', '/v1', '/v22', '/deep/x/y', '/p.S/M', '//a', '/a/../b', '/A'];

/** Requests to the destinations: what the policies and routes name, what is just beside it, and others. */
export function requestsFor(random: Random, objects: readonly Manifest[], destinations: readonly Destination[], count: number): Request[] {
  const rules = objects.filter(({ kind }) => kind === 'AuthorizationPolicy')
    .flatMap(({ spec }) => (spec as { rules?: readonly Rule[] }).rules ?? []);
  return random.list(count, (index) => {
    const destination = random.pick(destinations);
    const request: Request = { id: `r${index}`, to: `${destination.host}:${destination.port}`, ...connection(random, destination) };
    if (rules.length > 0 && random.chance(0.65)) aim(random, request, random.pick(rules));
    return request;
  });
}

function connection(random: Random, { protocol, authority }: Destination): Partial<Request> {
  const caller = { from: random.pick(IDENTITIES), ip: random.pick(ADDRESSES) };
  if (protocol === 'tls') return { ...caller, proto: 'tls', sni: random.pick([authority, 'a.example']) };
  if (protocol === 'tcp' && random.chance(0.7)) return { ...caller, proto: 'tcp' };
  return {
    ...caller,
    ...((protocol === 'h2' || random.chance(0.2)) && { proto: 'h2' as const }),
    method: random.pick(['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']),
    path: `${random.pick(PATHS)}${random.pick(['', '', '?q=1', '?q=2&r=1', '?'])}`,
    ...random.maybe(0.3, () => ({ host: random.pick(['a.example', 'x.example', 'a.test', 'c.org:8080', authority]) })),
    ...random.maybe(0.5, () => ({ headers: random.some<[string, string]>([['x-team', 'red'], ['x-team', 'blue'], ['x-v', '2'], ['x-forwarded-for', '10.9.3.3']], 1, 2) })),
    ...random.maybe(0.3, () => ({ jwt: { claims: claims(random) } })),
  };
}

function claims(random: Random): Record<string, unknown> {
  return {
    iss: random.pick(['iss-a', 'iss-a', 'iss-b']),
    sub: random.pick(['alice', 'bob']),
    ...random.maybe(0.4, () => ({ aud: random.pick<unknown>(['aud', 'other', ['other', 'aud']]) })),
    ...random.maybe(0.4, () => ({ role: random.pick<unknown>(['admin', 'adm', ['user', 'admin']]) })),
    ...random.maybe(0.2, () => ({ nested: { role: 'admin' } })),
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
