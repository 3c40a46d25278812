import type { Chart } from 'cdk8s';
import { Duration } from 'cdk8s';
import { synth } from './synth';
import type { Fault, HttpFilter as Filter, HttpMatch, RequestPattern } from '../../src';
import {
  Backend, Condition, FaultInjection, GlobalRateLimit, HashKey, HttpFilter, HttpRoute, HttpValueMatch, JwtIssuer, LoadBalancing, LocalRateLimit,
  NamespaceWaypoint, ObjectRef, PolicyTarget, RateLimitEntry, RouteParent, TraceTag, TrafficPolicy, WaypointAuthorization, WaypointJwt, WaypointTelemetry,
} from '../../src';

const cart = ObjectRef.service('cart');
const targets = [PolicyTarget.service(cart)];
const backends = [Backend.service(cart, { port: 80 })];
const wrong = 'the header';

const route = (rule: { matches?: HttpMatch[]; filters?: Filter[]; backends?: Backend[] }) => (chart: Chart) =>
  new HttpRoute(chart, 'route', { parents: [RouteParent.service(cart, { port: 80 })], rules: [{ backends, ...rule }] });
const fault = (matches: Fault['matches']) => (chart: Chart) => new FaultInjection(chart, 'fault', { service: cart, faults: [{ matches, abort: { httpStatus: 503 } }] });
const balance = (key: HashKey) => (chart: Chart) => new TrafficPolicy(chart, 'traffic', { service: cart, loadBalancing: LoadBalancing.consistentHash(key) });
const rate = (requests: RequestPattern) => (chart: Chart) => new GlobalRateLimit(chart, 'rate', {
  waypoint: new NamespaceWaypoint(chart, 'waypoint'), service: cart, port: 80, domain: 'shop', descriptors: [{ entries: [RateLimitEntry.match(requests, 'one')] }],
});
const token = (name: string) => (chart: Chart) =>
  new WaypointJwt(chart, 'jwt', { targets, issuers: [JwtIssuer.jwksUri('me', 'https://me.example/keys', { fromHeaders: [{ name }] })] });

test('what HTTP allows is taken, in any case', () => {
  const names = ['x-user_id', 'X-Forwarded-For', 'x.y~z'];
  const [manifest] = synth(route({ matches: [{ headers: names.map((name) => HttpValueMatch.exact(name, 'a')) }] }));
  expect(manifest.spec.rules[0].matches[0].headers.map(({ name }: { name: string }) => name)).toEqual(names);
});

describe('bad input', () => {
  test.each<[string, (chart: Chart) => unknown]>([
    ['of a match', route({ matches: [{ headers: [HttpValueMatch.exact(wrong, 'a')] }] })],
    ['of a match by a regular expression, empty', route({ matches: [{ headers: [HttpValueMatch.regex('', 'a')] }] })],
    ['of a match without value', route({ matches: [{ headers: [HttpValueMatch.exact('x-a', '')] }] })],
    ['of a query', route({ matches: [{ query: [HttpValueMatch.exact('a b', 'c')] }] })],
    ['twice in a match', route({ matches: [{ headers: [HttpValueMatch.exact('x-a', '1'), HttpValueMatch.exact('X-A', '2')] }] })],
    ['twice in a query', route({ matches: [{ query: [HttpValueMatch.exact('q', '1'), HttpValueMatch.regex('q', '.')] }] })],
    ['twice in a fault', fault([{ headers: [HttpValueMatch.exact('x-a', '1'), HttpValueMatch.exact('X-A', '2')] }])],
    ['of a filter that sets', route({ filters: [HttpFilter.requestHeaders({ set: { [wrong]: 'a' } })] })],
    ['of a filter that adds nothing', route({ filters: [HttpFilter.responseHeaders({ add: { 'x-a': '' } })] })],
    ['of a filter that removes', route({ filters: [HttpFilter.requestHeaders({ remove: [wrong] })] })],
    ['of a filter for other origins', route({ filters: [HttpFilter.cors({ allowOrigins: ['*'], exposeHeaders: [wrong] })] })],
    ['of a condition', (chart) => new WaypointAuthorization(chart, 'policy', { targets, rules: [{ conditions: [Condition.header(wrong, { values: ['a'] })] }] })],
    ['of a key', balance(HashKey.header(wrong))],
    ['of a key that is a cookie', balance(HashKey.cookie(''))],
    ['of a key that is a parameter', balance(HashKey.queryParameter(''))],
    ['of a pattern', rate({ headers: { [wrong]: 'a' } })],
    ['of an entry', (chart) => new GlobalRateLimit(chart, 'rate', {
      waypoint: new NamespaceWaypoint(chart, 'waypoint'), service: cart, port: 80, domain: 'shop', descriptors: [{ entries: [RateLimitEntry.header(wrong)] }],
    })],
    ['of a token', token(wrong)],
    ['of a tag', (chart) => new WaypointTelemetry(chart, 'telemetry', { targets, tracing: { tags: { user: TraceTag.header(wrong) } } })],
  ])('%s', (_, declare) => expect(() => synth(declare)).toThrowErrorMatchingSnapshot());

  test.each<[string, (chart: Chart) => unknown]>([
    ['two filters of one kind', route({ filters: [HttpFilter.requestHeaders({ remove: ['a'] }), HttpFilter.requestHeaders({ remove: ['b'] })] })],
    ['two filters of one kind for a backend', route({
      backends: [Backend.service(cart, { port: 80, filters: ['a', 'b'].map((name) => HttpFilter.requestHeaders({ remove: [name] })) })],
    })],
    ['a redirect to no host', route({ filters: [HttpFilter.redirect({ hostname: 'Shop_1' })], backends: [] })],
    ['a redirect to no port', route({ filters: [HttpFilter.redirect({ port: 0 })], backends: [] })],
    ['a redirect of no scheme', route({ filters: [HttpFilter.redirect({ scheme: '' })], backends: [] })],
    ['a rewrite to no host', route({ filters: [HttpFilter.rewrite({ hostname: 'a b' })] })],
  ])('%s', (_, declare) => expect(() => synth(declare)).toThrowErrorMatchingSnapshot());
});

test('several mirrors are taken', () => {
  expect(() => synth(route({ filters: [HttpFilter.mirror(backends[0]), HttpFilter.mirror(backends[0])] }))).not.toThrow();
});

test('pseudo headers are entries of a rate limit', () => {
  const entries = [RateLimitEntry.header(':path', 'path')];
  expect(() => synth((chart) => {
    const waypoint = new NamespaceWaypoint(chart, 'waypoint');
    new LocalRateLimit(chart, 'local', { waypoint, rules: [{ requests: { headers: { 'x-a': 'b' } }, limit: { requests: 1, per: Duration.hours(1) } }] });
    new GlobalRateLimit(chart, 'global', { waypoint, service: cart, port: 80, domain: 'shop', descriptors: [{ entries }] });
  })).not.toThrow();
});
