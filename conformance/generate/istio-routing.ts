import type { Manifest } from './manifest';
import { manifest, NETWORKING, SECURITY } from './manifest';
import type { Named, Plan } from './plan';
import { HTTP_MATCHES } from './route-rules';

/** VirtualServices for Services of the mesh. */
export function virtualServices(plan: Plan, count: number): Manifest[] {
  const { random } = plan;
  return random.list(count, (index) => {
    const service = random.pick(plan.services);
    const namespace = random.pick([service.namespace, service.namespace, random.pick(plan.namespaces)]);
    const hosts = [random.pick([hostOf(service), hostOf(service), service.name])];
    const spec = {
      hosts,
      ...random.maybe(0.2, () => ({ gateways: random.pick([['mesh'], ['mesh', 'other'], ['other']]) })),
      ...random.maybe(0.1, () => ({ exportTo: random.pick([['.'], ['*']]) })),
      ...(random.chance(0.85)
        ? { http: random.list(random.pick([1, 2]), () => httpRoute(plan, service)) }
        : { tcp: [{ route: [{ destination: destination(plan, service) }] }] }),
    };
    return manifest(NETWORKING, 'VirtualService', namespace, `vs${index}`, { spec });
  });
}

function httpRoute(plan: Plan, service: Named): object {
  const { random } = plan;
  const match = random.maybe(0.7, () => ({
    match: [random.pick<object>([
      { uri: { prefix: '/a' } }, { uri: { exact: '/a' } }, { uri: { regex: '/v[0-9]+' } }, { method: { exact: 'GET' } },
      { headers: { 'x-team': { exact: 'red' } } }, { headers: { 'x-team': {} } }, { withoutHeaders: { 'x-team': {} } }, { queryParams: { q: { exact: '1' } } },
      { port: 80 }, { sourceLabels: { app: 'app0' } }, { sourceNamespace: random.pick(plan.namespaces) }, { uri: { prefix: '/a' }, ignoreUriCase: true },
    ])],
  }));
  const named = random.maybe(0.4, () => ({ name: `http-${random.int(100)}` }));
  const extra = random.pick<object>([
    {}, {}, {}, { rewrite: { uri: '/rewritten' } }, { headers: { request: { set: { 'x-set': 'y' }, remove: ['x-v'] } } }, { timeout: '5s' },
    { fault: { abort: { httpStatus: 418, percentage: { value: 100 } } } }, { retries: { attempts: 2, perTryTimeout: '1s' } },
  ]);
  switch (random.pick(['route', 'route', 'route', 'split', 'redirect', 'response'])) {
    case 'split': {
      const route = [80, 20].map((weight) => ({ destination: destination(plan, service), weight }));
      return { ...named, ...match, ...extra, route };
    }
    case 'redirect': return { ...named, ...match, redirect: { uri: '/elsewhere', ...random.maybe(0.3, () => ({ redirectCode: 308 })) } };
    case 'response': return { ...named, ...match, directResponse: { status: 503, body: { string: 'closed' } } };
    default: return { ...named, ...match, ...extra, route: [{ destination: destination(plan, service) }] };
  }
}

function destination(plan: Plan, service: Named): object {
  const { random } = plan;
  return {
    host: random.pick([hostOf(service), hostOf(service), hostOf(random.pick(plan.services)), 'no-such.example.com']),
    ...random.maybe(0.5, () => ({ port: { number: 80 } })),
    ...random.maybe(0.3, () => ({ subset: random.pick(['v1', 'v2', 'no-such-subset']) })),
  };
}

/** DestinationRules with subsets. */
export function destinationRules(plan: Plan, count: number): Manifest[] {
  const { random } = plan;
  return random.list(count, (index) => {
    const service = random.pick(plan.services);
    const spec = { host: hostOf(service), subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })) };
    return manifest(NETWORKING, 'DestinationRule', random.pick([service.namespace, random.pick(plan.namespaces)]), `dr${index}`, { spec });
  });
}

/** RequestAuthentications; the judge signs tokens with one key, whatever key they name. */
export function requestAuthentications(plan: Plan, count: number): Manifest[] {
  const { random } = plan;
  return random.list(count, (index) => {
    const service = random.pick(plan.services);
    const gateway = random.pick(plan.gateways);
    const onService = random.chance(0.6);
    const { namespace, name } = onService ? service : gateway;
    const target = onService ? { group: '', kind: 'Service', name } : { group: 'gateway.networking.k8s.io', kind: 'Gateway', name };
    const rule = {
      issuer: random.pick(['iss-a', 'iss-b']),
      jwksUri: 'https://keys.example.com/jwks',
      ...random.maybe(0.2, () => ({ audiences: ['aud'] })),
      ...random.maybe(0.2, () => ({ forwardOriginalToken: true })),
    };
    return manifest(SECURITY, 'RequestAuthentication', namespace, `ra${index}`, { spec: { targetRefs: [target], jwtRules: [rule] } });
  });
}

/** The host name of a Service. */
export function hostOf({ namespace, name }: Named): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

/** Paths that routes know, for requests to them. */
export const ROUTED_PATHS = HTTP_MATCHES.path.map(({ value }) => value);
