import type { Manifest } from './manifest';
import { manifest, NETWORKING } from './manifest';
import type { Named, Plan } from './plan';
import { hostOf } from './plan';
import type { Random } from './random';

/** VirtualServices for Services of the mesh, some of them with one that they delegate to. */
export function virtualServices(plan: Plan, count: number): Manifest[] {
  const { random } = plan;
  return random.list(count, (index) => virtualService(plan, `vs${index}`)).flat();
}

function virtualService(plan: Plan, name: string): Manifest[] {
  const { random } = plan;
  const service = random.pick(plan.services);
  const namespace = random.pick([service.namespace, service.namespace, random.pick(plan.namespaces)]);
  const delegate = random.maybe(0.12, () => ({ name: `${name}-delegate`, ...random.maybe(0.5, () => ({ namespace: random.pick(plan.namespaces) })) }));
  const spec = {
    hosts: random.pick([[hostOf(service)], [hostOf(service)], [service.name], [`*.${service.namespace}.svc.cluster.local`], ['se0.example.com']]),
    ...random.maybe(0.2, () => ({ gateways: random.pick([['mesh'], ['mesh', 'other'], ['other']]) })),
    ...random.maybe(0.1, () => ({ exportTo: random.pick([['.'], ['*'], [random.pick(plan.namespaces)]]) })),
    ...(delegate ? { http: [{ ...match(plan), delegate }] } : rules(plan, service)),
  };
  const marks = { labels: { 'istio.io/rev': random.maybe(0.04, () => random.pick(['default', 'canary'])) } };
  const target = delegate && manifest(NETWORKING, 'VirtualService', delegate.namespace ?? namespace, delegate.name, { spec: { http: httpRoutes(plan, service) } });
  return [manifest(NETWORKING, 'VirtualService', namespace, name, { spec }, marks), ...target ? [target] : []];
}

function rules(plan: Plan, service: Named): object {
  const { random } = plan;
  const route = () => random.chance(0.6)
    ? [{ destination: destination(plan, service) }]
    : [random.pick([0, 80]), 20].map((weight) => ({ destination: destination(plan, service), weight }));
  switch (random.pick([...Array<string>(12).fill('http'), 'tcp', 'tls', 'all'])) {
    case 'tcp': return { tcp: [{ ...random.maybe(0.4, () => ({ match: [{ port: random.pick([9000, 80]) }] })), route: route() }] };
    case 'tls': return { tls: [{ match: [{ sniHosts: [random.pick([hostOf(service), 'a.example'])], ...random.maybe(0.3, () => ({ port: 443 })) }], route: route() }] };
    case 'all': return { http: httpRoutes(plan, service), tcp: [{ route: route() }] };
    default: return { http: httpRoutes(plan, service) };
  }
}

function httpRoutes(plan: Plan, service: Named): object[] {
  return plan.random.list(plan.random.pick([1, 2, 3]), () => httpRoute(plan, service));
}

/** What a match may ask for. */
function conditions({ random, namespaces }: Plan): object[] {
  return [
    { uri: { prefix: '/a' } }, { uri: { exact: '/a' } }, { uri: { regex: '/v[0-9]+' } }, { uri: { prefix: '/A' }, ignoreUriCase: true }, { uri: { prefix: '/' } },
    { method: { exact: 'GET' } }, { method: { regex: 'P.*' } }, { authority: { exact: 'a.example' } }, { authority: { prefix: 'a.' } }, { scheme: { exact: 'http' } },
    { headers: { 'x-team': { exact: 'red' } } }, { headers: { 'x-team': { prefix: 'r' } } }, { headers: { 'x-team': { regex: 'r.d' } } }, { headers: { 'x-team': {} } },
    { withoutHeaders: { 'x-team': {} } }, { withoutHeaders: { 'x-team': { exact: 'red' } } }, { queryParams: { q: { exact: '1' } } }, { queryParams: { q: { regex: '.*' } } },
    { queryParams: { q: { prefix: '1' } } }, { port: random.pick([80, 8080]) }, { sourceLabels: { app: 'app0' } }, { sourceNamespace: random.pick(namespaces) },
    { gateways: random.pick([['mesh'], ['other']]) }, { statPrefix: 'x', uri: { prefix: '/b' } }, { name: 'named', uri: { prefix: '/a' } },
  ];
}

function match(plan: Plan): object {
  const { random } = plan;
  const one = () => Object.assign({}, ...random.some(conditions(plan), 1, 2)) as object;
  return random.maybe(0.7, () => ({ match: random.list(random.pick([1, 1, 2]), one) })) ?? {};
}

function httpRoute(plan: Plan, service: Named): object {
  const { random } = plan;
  const base = { ...random.maybe(0.4, () => ({ name: `http-${random.int(100)}` })), ...match(plan) };
  const extra = Object.assign({}, ...random.some(extras(plan, service), 0, 2)) as object;
  switch (random.pick(['route', 'route', 'route', 'split', 'redirect', 'response'])) {
    case 'split': {
      const weights = random.pick([[80, 20], [100, 0], [0, 100], [1, 1]]);
      const route = weights.map((weight) => ({ destination: destination(plan, service), weight, ...destinationHeaders(random) }));
      return { ...base, ...extra, route };
    }
    case 'redirect': return { ...base, redirect: redirect(random) };
    case 'response': return { ...base, directResponse: { status: random.pick([200, 503]), ...random.maybe(0.5, () => ({ body: { string: 'closed' } })) } };
    default: return { ...base, ...extra, route: [{ destination: destination(plan, service), ...destinationHeaders(random) }] };
  }
}

function destinationHeaders(random: Random): object {
  return random.maybe(0.15, () => ({ headers: random.pick<object>([{ request: { set: { 'x-backend': 'y' } } }, { response: { add: { 'x-answer': 'z' } } }, { request: { set: { host: 'b.example' } } }]) })) ?? {};
}

function redirect(random: Random): object {
  return {
    ...random.pick<object>([{ uri: '/elsewhere' }, { authority: 'elsewhere.example' }, { scheme: 'https' }, { uri: '/elsewhere?x=1', authority: 'elsewhere.example' }]),
    ...random.maybe(0.3, () => ({ redirectCode: 308 })),
    ...random.maybe(0.2, () => random.pick<object>([{ port: 8443 }, { derivePort: 'FROM_REQUEST_PORT' }])),
  };
}

function extras({ random, services }: Plan, service: Named): object[] {
  const mirror = { host: hostOf(random.pick(services)), port: { number: 80 } };
  return [
    { rewrite: random.pick<object>([{ uri: '/rewritten' }, { authority: 'rewritten.example' }, { uri: '/' }, { uriRegexRewrite: { match: '^/a(.*)$', rewrite: '/z\\1' } }]) },
    {
      headers: random.pick<object>([
        { request: { set: { 'x-set': 'y' }, remove: ['x-v'] } }, { request: { add: { 'x-team': 'z' } } }, { response: { set: { 'x-answer': 'y' }, remove: ['x-backend'] } },
        { request: { set: { ':authority': 'c.example' } } }, { request: { set: { host: 'b.example' } } },
      ]),
    },
    { timeout: random.pick(['5s', '1m', '0s', '1.5s']) },
    { fault: { abort: { httpStatus: 418, percentage: { value: random.pick([100, 100, 0]) } } } },
    { fault: { delay: { fixedDelay: '0.001s', percentage: { value: 100 } } } },
    { retries: random.pick(RETRIES) },
    { mirror, ...random.pick(SHARES) },
    { mirrors: random.pick([[{ destination: mirror }], [{ destination: mirror }, { destination: { host: 'no-such.example.com' }, percentage: { value: 0.5 } }]]) },
    { corsPolicy: corsPolicy(random) },
    { corsPolicy: corsPolicy(random) },
    { rewrite: { uri: `/${service.name}` } },
  ];
}

const SHARES: readonly object[] = [
  {}, {}, ...[50, 33.33, 0].map((value) => ({ mirrorPercentage: { value } })), ...[7, 0].map((mirrorPercent) => ({ mirrorPercent })),
];

const RETRIES: readonly object[] = [
  { attempts: 2, perTryTimeout: '1s' },
  { attempts: 0 },
  { attempts: 3, retryOn: '503,gateway-error,429', backoff: '20ms' },
  { attempts: 1, retryOn: 'retriable-status-codes,500' },
];

function corsPolicy(random: Random): object {
  return {
    ...random.pick<object>([
      { allowOrigins: [{ exact: 'https://a.example.com' }] }, { allowOrigins: [{ prefix: 'https://' }, { exact: 'null' }] },
      { allowOrigins: [{ regex: '.*' }] },
      { allowOrigins: [{ exact: '*' }] }, { allowOrigin: ['https://a.example.com'] }, { allowOrigins: [{ regex: 'http.*:80[0-9]+' }] },
    ]),
    ...random.maybe(0.5, () => ({ allowMethods: ['GET', 'PUT'] })),
    ...random.maybe(0.4, () => ({ allowHeaders: ['x-team'], exposeHeaders: ['x-v', 'x-answer'] })),
    ...random.maybe(0.4, () => ({ maxAge: random.pick(['24h', '1.5s', '0s']), allowCredentials: random.chance(0.7) })),
    ...random.maybe(0.3, () => ({ unmatchedPreflights: random.pick(['IGNORE', 'FORWARD']) })),
  };
}

/** A place that requests are sent to; some do not exist. */
function destination(plan: Plan, service: Named): object {
  const { random } = plan;
  return {
    host: random.pick([hostOf(service), hostOf(service), hostOf(service), service.name, hostOf(random.pick(plan.services)), 'se0.example.com', 'no-such.example.com']),
    ...random.maybe(0.5, () => ({ port: { number: random.pick([80, 80, 80, 8080, 9000]) } })),
    ...random.maybe(0.3, () => ({ subset: random.pick(['v1', 'v2', 'no-such-subset']) })),
  };
}
