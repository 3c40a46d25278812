import type { Plan } from './plan';
import type { Random } from './random';
import { backendFilters, filters } from './route-filters';

/** Values of the matches of HTTPRoutes. */
export const HTTP_MATCHES = {
  path: [
    { type: 'PathPrefix', value: '/' }, { type: 'PathPrefix', value: '/a' }, { type: 'PathPrefix', value: '/api/' }, { type: 'Exact', value: '/a' },
    { type: 'Exact', value: '/api/v1' }, { type: 'RegularExpression', value: '/v[0-9]+' }, { value: '/b' }, { type: 'RegularExpression', value: '/a(b' }, { type: 'RegularExpression', value: '(?i)/A.*' },
    { type: 'PathPrefix', value: '/deep/x' }, { type: 'RegularExpression', value: '/(a|b)?' }, { type: 'PathPrefix', value: '/api' },
  ],
  headers: [
    [{ name: 'x-team', value: 'red' }], [{ name: 'X-Team', value: 'red' }], [{ type: 'RegularExpression', name: 'x-v', value: '[0-9]+' }],
    [{ name: 'x-team', value: 'red' }, { name: 'x-v', value: '2' }], [{ name: 'host', value: 'a.example' }],
    [{ type: 'RegularExpression', name: 'x-team', value: 'r.*|blue' }],
  ],
  queryParams: [[{ name: 'q', value: '1' }], [{ type: 'RegularExpression', name: 'q', value: '.+' }], [{ name: 'q', value: '1' }, { name: 'r', value: '1' }]],
  method: ['GET', 'POST', 'DELETE', 'HEAD', 'OPTIONS'],
} as const;

/** Rules of an HTTPRoute. */
export function httpRules(plan: Plan, namespace: string): object[] {
  const { random } = plan;
  return random.list(random.pick([1, 1, 2, 3]), () => {
    const chosen = filters(plan, namespace, random.chance(0.35) ? random.pick([1, 1, 2]) : 0);
    const redirects = chosen.some(({ type }) => type === 'RequestRedirect');
    return {
      ...random.maybe(0.1, () => ({ name: `rule-${random.int(1000)}` })),
      ...random.maybe(0.75, () => ({ matches: random.list(random.pick([1, 1, 2]), () => httpMatch(random)) })),
      ...(chosen.length > 0 && { filters: chosen }),
      ...(!redirects && random.chance(0.93) && { backendRefs: backendRefs(plan, namespace, true) }),
      ...random.maybe(0.12, () => ({ timeouts: random.pick([{ request: '10s' }, { request: '10s', backendRequest: '2s' }, { backendRequest: '1s' }, { request: '0s' }]) })),
      ...random.maybe(0.08, () => ({ retry: random.pick([{ attempts: 3 }, { codes: [500, 503, 499], backoff: '100ms' }, { attempts: 0, codes: [500] }, {}]) })),
    };
  });
}

function httpMatch(random: Random): object {
  return {
    ...random.maybe(0.7, () => ({ path: random.pick(HTTP_MATCHES.path) })),
    ...random.maybe(0.3, () => ({ headers: random.pick(HTTP_MATCHES.headers) })),
    ...random.maybe(0.15, () => ({ queryParams: random.pick(HTTP_MATCHES.queryParams) })),
    ...random.maybe(0.2, () => ({ method: random.pick(HTTP_MATCHES.method) })),
  };
}

/** Rules of a GRPCRoute. */
export function grpcRules(plan: Plan, namespace: string): object[] {
  const { random } = plan;
  return random.list(random.pick([1, 2]), () => ({
    ...random.maybe(0.75, () => ({
      matches: [{
        ...random.maybe(0.8, () => ({ method: random.pick([{ service: 'p.S', method: 'M' }, { service: 'p.S' }, { method: 'M' }, { type: 'RegularExpression', service: 'p[.].*' }, { type: 'RegularExpression', method: '[A-Z]' }]) })),
        ...random.maybe(0.3, () => ({ headers: random.pick(HTTP_MATCHES.headers) })),
      }],
    })),
    ...random.maybe(0.2, () => ({
      filters: [random.pick<object>([
        { type: 'RequestMirror', requestMirror: { backendRef: { name: random.pick(plan.services).name, port: 80 } } },
        { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-set', value: 'y' }] } },
        { type: 'ResponseHeaderModifier', responseHeaderModifier: { add: [{ name: 'x-added', value: 'y' }] } },
        { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Filter', name: 'f' } },
      ])],
    })),
    backendRefs: backendRefs(plan, namespace, false),
  }));
}

/** Rules of a TCPRoute or a TLSRoute: one. */
export function streamRules(plan: Plan, namespace: string): object[] {
  return [{ backendRefs: backendRefs(plan, namespace, false) }];
}

/** Where a rule sends requests to: Services that exist, that don't, of other namespaces, hosts, kinds that Istio does not know. */
function backendRefs(plan: Plan, namespace: string, mayFilter: boolean): object[] {
  const { random } = plan;
  return random.list(random.pick([1, 1, 1, 2, 2, 3]), () => ({
    ...backendRef(plan, namespace),
    ...random.maybe(0.4, () => ({ weight: random.pick([0, 1, 10, 90, 100]) })),
    ...(mayFilter && random.maybe(0.06, () => ({ filters: backendFilters(random) }))),
  }));
}

function backendRef(plan: Plan, namespace: string): object {
  const { random } = plan;
  const own = plan.services.filter((service) => service.namespace === namespace);
  const port = { port: random.pick([80, 80, 80, 80, 8080, 9090]) };
  switch (random.pick([...Array<string>(10).fill('own'), 'other', 'other', 'other', 'missing', 'host', 'host', 'entry', 'kind', 'portless', 'dotted'])) {
    case 'other': {
      const { namespace: theirs, name } = random.pick(plan.services);
      return { name, namespace: theirs, ...port };
    }
    case 'missing': return { name: 'no-such-service', ...port };
    case 'host': return { group: 'networking.istio.io', kind: 'Hostname', name: random.pick(['se0.example.com', 'no-such.example.com']), ...port, ...random.maybe(0.1, () => ({ namespace })) };
    case 'entry': return { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'se0', ...port };
    case 'kind': return { group: 'example.com', kind: 'Backend', name: 'b', ...port };
    case 'portless': return { name: random.pick(plan.services).name };
    case 'dotted': return { name: 'svc0.ns1', ...port };
    default: return { name: own.length > 0 ? random.pick(own).name : 'svc0', ...port };
  }
}
