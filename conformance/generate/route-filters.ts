import type { Plan } from './plan';
import type { Random } from './random';

interface Filter {
  type: string;
  [field: string]: unknown;
}

/** Different filters of an HTTPRoute's rule, those that Istio does not know among them. */
export function filters(plan: Plan, namespace: string, count: number): Filter[] {
  const { random } = plan;
  const service = random.pick(plan.services);
  const mirror = { name: service.name, ...(service.namespace !== namespace && { namespace: service.namespace }), port: 80 };
  const all: Filter[] = [
    { type: 'RequestHeaderModifier', requestHeaderModifier: random.pick<object>([{ set: [{ name: 'x-set', value: 'y' }] }, { add: [{ name: 'x-added', value: 'y' }] }, { remove: ['x-team'] }]) },
    { type: 'ResponseHeaderModifier', responseHeaderModifier: random.pick<object>([{ set: [{ name: 'x-answer', value: 'y' }] }, { add: [{ name: 'x-answer', value: 'z' }] }, { remove: ['x-answer'] }]) },
    { type: 'RequestMirror', requestMirror: { backendRef: random.pick<object>([mirror, { name: 'no-such-service', port: 80 }]), ...random.pick<object>([{}, {}, { percent: 50 }, { fraction: { numerator: 1, denominator: 3 } }]) } },
    cors(random),
    cors(random),
    random.pick([
      { type: 'URLRewrite', urlRewrite: { hostname: 'rewritten.example.com' } },
      { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' } } },
      { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: random.pick(['/', '/new', '/new/']) } } },
      { type: 'RequestRedirect', requestRedirect: { path: random.pick<object>([{ type: 'ReplaceFullPath', replaceFullPath: '/new' }, { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' }]) } },
      { type: 'RequestRedirect', requestRedirect: { hostname: 'redirected.example.com', ...random.maybe(0.5, () => ({ statusCode: random.pick([301, 302]) })) } },
      { type: 'RequestRedirect', requestRedirect: { scheme: 'https', ...random.maybe(0.5, () => ({ port: 8443 })) } },
    ]),
    random.pick<Filter>([
      { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Filter', name: 'f' } },
      { type: 'ExternalAuth', externalAuth: { protocol: 'HTTP', backendRef: { name: service.name, port: 80 }, http: {} } },
    ]),
  ];
  return random.some(all, count, count);
}

function cors(random: Random): Filter {
  return { type: 'CORS', cors: { allowOrigins: [random.pick(['*', 'https://a.example.com', 'https://*.example.com', 'https://*', 'http://a.example.com:*'])], ...random.maybe(0.3, () => ({ allowMethods: ['GET'], allowHeaders: ['x-team'], exposeHeaders: ['x-v'], maxAge: 10, allowCredentials: true })) } };
}

/** Filters of a backend: Istio knows header modifiers only. */
export function backendFilters(random: Random): Filter[] {
  return [random.pick<Filter>([
    { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-backend', value: 'y' }] } },
    { type: 'RequestHeaderModifier', requestHeaderModifier: { add: [{ name: 'x-team', value: 'z' }], remove: ['x-v'] } },
    { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'x-backend', value: 'y' }] } },
    { type: 'URLRewrite', urlRewrite: { hostname: 'rewritten.example.com' } },
  ])];
}
