import type { Chart as Charts } from 'cdk8s';
import { Chart, Duration, Testing } from 'cdk8s';
import type { GlobalRateLimitProps, LocalRateLimitProps, RequestPattern } from '../../../src';
import {
  CanaryStep, GlobalRateLimit, Istio, LocalRateLimit, NamespaceWaypoint, ObjectRef, RateLimitEntry, RateLimitFailure, SandwichClass, SandwichWaypoint,
} from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import { only, synth } from '../synth';

const limit = { requests: 10, per: Duration.seconds(1) };
const services = [{ service: ObjectRef.service('cart'), ports: [80, 8080] }];

function local(props: Partial<LocalRateLimitProps>, waypoint: object = {}) {
  return (chart: Charts) => new LocalRateLimit(chart, 'limit', { waypoint: new NamespaceWaypoint(chart, 'waypoint', waypoint), limit, ...props });
}

function global(props: Partial<GlobalRateLimitProps>) {
  return (chart: Charts) => new GlobalRateLimit(chart, 'limit', {
    waypoint: new NamespaceWaypoint(chart, 'waypoint'),
    service: ObjectRef.service('ratelimit', { namespace: 'infra' }),
    port: 8081,
    domain: 'shop',
    descriptors: [{ entries: [RateLimitEntry.header('x-tenant', 'tenant')] }],
    ...props,
  });
}

const filterOf = (declare: (chart: Charts) => unknown) => only(synth((chart) => void declare(chart)), 'EnvoyFilter');
const configOf = (declare: (chart: Charts) => unknown) => filterOf(declare).spec.configPatches[0].patch.value.typed_config;

describe('LocalRateLimit', () => {
  test('with every field', () => {
    expect(filterOf(local({
      services,
      limit: { requests: 100, per: Duration.millis(1500), burst: 200 },
      rules: [{ requests: { pathPrefix: '/api/', method: 'POST', headers: { 'X-Tenant': 'a' } }, limit }, { requests: { path: '/a.b' }, limit }],
      clusterDomain: 'example.local',
      filterName: 'cart-limit',
    }))).toMatchSnapshot();
  });

  test('all that passes a waypoint, and its canary, is limited', () => {
    const { spec } = filterOf(local({}, { canary: { step: CanaryStep.deployed() } }));
    expect(spec.targetRefs.map(({ name }: { name: string }) => name)).toEqual(['waypoint', 'waypoint-canary']);
    expect(spec.configPatches[0].match).toEqual({
      context: 'SIDECAR_INBOUND',
      listener: { name: 'main_internal', filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager', subFilter: { name: 'envoy.filters.http.router' } } } },
    });
  });

  test('without a limit of its own, what no rule is about passes', () => {
    expect(configOf(local({ limit: undefined, rules: [{ requests: { path: '/' }, limit }] }))).not.toHaveProperty('token_bucket');
  });

  test.each<[RequestPattern, string[], string[]]>([
    [{ pathPrefix: '/cart' }, ['/cart', '/cart/', '/cart/a?b', '/cart?a'], ['/cartoon', '/', '/x/cart']],
    [{ pathPrefix: '/cart/' }, ['/cart', '/cart/a'], ['/cartoon']],
    [{ pathPrefix: '/' }, ['/', '/a', '/?a'], []],
    [{ path: '/a.b' }, ['/a.b', '/a.b?c=/d'], ['/axb', '/a.b/', '/a.bc']],
  ])('%j matches as a route does', (requests, matched, others) => {
    const [{ string_match: { safe_regex: { regex } } }] = configOf(local({ rules: [{ requests, limit }] })).rate_limits[0].actions[0].header_value_match.headers;
    const matches = (path: string) => new RegExp(`^(?:${regex})$`).test(path);
    expect([matched.filter(matches), others.filter(matches)]).toEqual([matched, []]);
  });
});

describe('GlobalRateLimit', () => {
  test('with every field', () => {
    expect(filterOf(global({
      services,
      descriptors: [
        { entries: [RateLimitEntry.constant('all'), RateLimitEntry.header(':path')] },
        { entries: [RateLimitEntry.match({ method: 'POST' }, 'writes', 'kind')] },
      ],
      onFailure: RateLimitFailure.DENY,
      timeout: Duration.seconds(2),
    }))).toMatchSnapshot();
  });

  test('without an answer requests pass, unless told otherwise', () => {
    expect(configOf(global({}))).toMatchObject({ failure_mode_deny: false, timeout: '0.1s' });
  });
});

describe.each(ISTIO_VERSIONS)('with Istio %s', (version) => {
  const since = (declare: (chart: Charts) => unknown) => (chart: Charts) => {
    Istio.version(chart, version);
    declare(chart);
  };
  const isBefore = (first: typeof version) => ISTIO_VERSIONS.indexOf(version) < ISTIO_VERSIONS.indexOf(first);

  test('a limit of the waypoint', () => {
    if (isBefore('1.27')) expect(() => filterOf(since(local({})))).toThrow(`[test/limit] a rate limit needs Istio 1.27, and the app is for ${version}: leave it out, or raise Istio.version`);
    else expect(filterOf(since(local({}))).spec.configPatches).toHaveLength(1);
  });

  test('a limit with a service', () => {
    if (isBefore('1.28')) expect(() => filterOf(since(global({})))).toThrow(`[test/limit] a rate limit with a service needs Istio 1.28, and the app is for ${version}`);
    else expect(filterOf(since(global({}))).metadata.annotations).toEqual({ 'envoyfilter.istio.io/referenced-services': 'infra/ratelimit.infra.svc.cluster.local' });
  });
});

test('a port that is listed twice is limited once', () => {
  const once = filterOf(local({ services }));
  expect(filterOf(local({ services: [...services, { service: ObjectRef.service('cart'), ports: [8080, 8080] }] }))).toEqual(once);
});

describe('bad input', () => {
  const sandwich = (gatewayClass: SandwichClass) => (chart: Charts) => new LocalRateLimit(chart, 'limit', {
    waypoint: new SandwichWaypoint(chart, 'waypoint', { gatewayClass, services: [{ service: ObjectRef.service('cart'), ports: [80] }] }), limit,
  });

  test.each<[string, (chart: Charts) => unknown, string]>([
    ['no limit', local({ limit: undefined }), '[test/limit] limits nothing: write "limit", or list at least one in "rules"'],
    ['no requests', local({ limit: { ...limit, requests: 0 } }), '[test/limit] requests is 0: write an integer of at least 1'],
    ['a burst below the rate', local({ limit: { ...limit, burst: 9 } }), '[test/limit] burst is 9: write an integer of at least 10'],
    ['a time that is too short', local({ limit: { requests: 1, per: Duration.millis(10) } }), '[test/limit] "per" is 10 milliseconds: write whole milliseconds, at least 50'],
    ['a domain with a blank', local({ services, clusterDomain: 'cluster local' }), '[test/limit] clusterDomain "cluster local" is not a DNS-1123 name'],
    ['no services', local({ services: [] }), '[test/limit] "services" is empty'],
    ['a service without ports', local({ services: [{ service: ObjectRef.service('cart'), ports: [] }] }), '[test/limit] Service "cart" has no ports'],
    ['what is no service', local({ services: [{ service: ObjectRef.pod('cart'), ports: [80] }] }), '[test/limit] Pod "cart" is no Service: refer to a Service'],
    ['a pattern without conditions', local({ rules: [{ requests: {}, limit }] }), '[test/limit] a pattern matches all requests: write "path", "pathPrefix", "method" or "headers"'],
    ['two paths', local({ rules: [{ requests: { path: '/a', pathPrefix: '/b' }, limit }] }), '[test/limit] a pattern has path "/a" and pathPrefix "/b": keep one of the two'],
    ['a relative path', local({ rules: [{ requests: { path: 'a' }, limit }] }), '[test/limit] the path "a" matches no request: write one that begins with "/"'],
    ['a name that is taken', (chart) => [local({})(chart), new LocalRateLimit(chart, 'b', { waypoint: chart.node.findChild('waypoint') as NamespaceWaypoint, limit, filterName: 'limit' })],
      '[test/b] EnvoyFilter shop/limit is already declared by "test/limit": write another "filterName"'],
    ['a proxy of another product', sandwich(SandwichClass.kgateway()), '[test/limit] waypoint shop/waypoint ("test/waypoint") is of class "kgateway-waypoint", whose proxy ignores EnvoyFilters for waypoints'],
    ['an ingress gateway as a waypoint', sandwich(SandwichClass.istio()), 'is of class "istio", whose proxy ignores EnvoyFilters for waypoints: declare a waypoint of Istio'],
    ['no domain', global({ domain: '' }), '[test/limit] "domain" is empty'],
    ['no descriptors', global({ descriptors: [] }), '[test/limit] asks the service about nothing'],
    ['a descriptor without entries', global({ descriptors: [{ entries: [] }] }), '[test/limit] a descriptor has no entries'],
    ['an entry without value', global({ descriptors: [{ entries: [RateLimitEntry.constant('')] }] }), '[test/limit] an entry of a descriptor has key "generic_key" and value "": write both'],
    ['no timeout', global({ timeout: Duration.seconds(0) }), '[test/limit] timeout is 0 milliseconds'],
    ['a port that does not exist', global({ port: 0 }), '[test/limit] port 0 does not exist'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
