import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CanaryStep, CrossNamespaceWaypoint, Enrollment, Istio, JwtIssuer, NamespaceWaypoint, ObjectRef, PolicyTarget, ServiceWaypoint, Waypoint, WaypointJwt,
  WaypointLifecycle, WorkloadWaypoint,
} from '../../../src';
import type { JwtIssuerOptions, WaypointJwtProps } from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import { only, synth } from '../synth';

const cart = ObjectRef.service('cart');
const target = PolicyTarget.service(cart);
const KEYS = '{"keys":[{"kty":"RSA","e":"AQAB","n":"abc"}]}';
const issuers = [JwtIssuer.jwks('https://login.example.com', KEYS)];

function rule(options: JwtIssuerOptions, make: (options: JwtIssuerOptions) => JwtIssuer = (all) => JwtIssuer.jwksUri('me', 'https://keys', all)) {
  return only(synth((chart) => new WaypointJwt(chart, 'jwt', { targets: [target], issuers: [make(options)] })), 'RequestAuthentication').spec.jwtRules[0];
}

test('every field of an issuer', () => {
  expect(rule({
    audiences: ['shop'],
    fromHeaders: [{ name: 'x-token', prefix: 'JWT ' }, { name: 'x-plain' }],
    fromParams: ['token'],
    fromCookies: ['token'],
    forwardOriginalToken: true,
    claimsToHeaders: [{ claim: 'realm.role', header: 'x-role' }],
    payloadToHeader: 'x-payload',
    spaceDelimitedClaims: ['roles'],
    timeout: Duration.seconds(3),
  })).toMatchSnapshot();
});

test.each([
  ['an address', JwtIssuer.jwksUri('me', 'https://keys'), { jwksUri: 'https://keys' }],
  ['the manifest', JwtIssuer.jwks('me', KEYS), { jwks: KEYS }],
  ['what the issuer says of itself', JwtIssuer.discovered('https://me'), { issuer: 'https://me' }],
])('keys come from %s', (_, issuer, expected) => {
  expect(rule({}, () => issuer)).toEqual({ issuer: 'me', ...expected });
});

test('a request needs a token, on ports and paths that are not left out', () => {
  const manifests = synth((chart) => new WaypointJwt(chart, 'jwt', { targets: [target], issuers, publicPaths: ['/health'], ports: [80], policyName: 'tokens' }));
  expect(only(manifests, 'AuthorizationPolicy', 'tokens-required').spec).toEqual({
    targetRefs: only(manifests, 'RequestAuthentication', 'tokens').spec.targetRefs,
    action: 'DENY',
    rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }], to: [{ operation: { ports: ['80'], notPaths: ['/health'] } }] }],
  });
});

test('preflights, which have no token, can be let through', () => {
  const { spec } = only(synth((chart) => new WaypointJwt(chart, 'jwt', { targets: [target], issuers, preflights: true })), 'AuthorizationPolicy');
  expect(spec.rules[0].to).toEqual([{ operation: { notMethods: ['OPTIONS'] } }]);
});

test('a token need not be required', () => {
  const kinds = synth((chart) => new WaypointJwt(chart, 'jwt', { targets: [target], issuers, required: false })).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['RequestAuthentication', 'Service']);
});

describe('ingress traffic', () => {
  const INGRESS = 'istio.io/ingress-use-waypoint';
  const labelled = (declare: (chart: Chart) => void) => synth(declare)
    .filter(({ metadata }) => metadata.labels?.[INGRESS]).map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}: ${metadata.labels![INGRESS]}`).sort();
  const jwt = (chart: Chart, waypoint: Waypoint, props: Partial<WaypointJwtProps> = {}) =>
    new WaypointJwt(chart, 'jwt', { targets: [PolicyTarget.waypoint(waypoint)], issuers, ...props });

  test('to a Service takes the waypoint', () => {
    expect(labelled((chart) => new WaypointJwt(chart, 'jwt', { targets: [target], issuers }))).toEqual(['Service shop/cart: true']);
  });

  test('to all that uses a waypoint takes it, whatever is declared first', () => {
    const shared = (chart: Chart) => new CrossNamespaceWaypoint(chart, 'w', { consumers: [ObjectRef.namespace('pay'), cart] });
    const before = labelled((chart) => {
      const waypoint = shared(chart);
      new Enrollment(chart, 'more', { objects: [ObjectRef.service('cash')], waypoint });
      jwt(chart, waypoint);
    });
    const after = labelled((chart) => {
      const waypoint = shared(chart);
      jwt(chart, waypoint);
      new Enrollment(chart, 'more', { objects: [ObjectRef.service('cash')], waypoint });
    });
    expect(before).toEqual(['Namespace /pay: true', 'Service shop/cart: true', 'Service shop/cash: true']);
    expect(after).toEqual(before);
  });

  test('is free again once what needed it was removed', () => {
    expect(labelled((chart) => {
      const waypoint = new CrossNamespaceWaypoint(chart, 'w', { consumers: [cart] });
      jwt(chart, waypoint);
      chart.node.tryRemoveChild('jwt');
      new Enrollment(chart, 'more', { objects: [ObjectRef.service('cash')], waypoint, ingress: false });
    })).toEqual(['Service shop/cash: false']);
  });

  test('to workloads can not be told to', () => {
    expect(labelled((chart) => jwt(chart, new WorkloadWaypoint(chart, 'w', { workloads: [ObjectRef.deployment('cart')] })))).toEqual([]);
  });

  test('stays as it is if it should', () => {
    expect(labelled((chart) => jwt(chart, new NamespaceWaypoint(chart, 'w'), { ingress: false }))).toEqual([]);
    expect(labelled((chart) => new WaypointJwt(chart, 'jwt', { targets: [PolicyTarget.everyWaypoint()], issuers, ingress: false }))).toEqual([]);
  });
});

test('a canary has the tokens of its waypoint', () => {
  const { spec } = only(synth((chart) => {
    const waypoint = new NamespaceWaypoint(chart, 'w', { canary: { step: CanaryStep.deployed() } });
    new WaypointJwt(chart, 'jwt', { targets: [PolicyTarget.waypoint(waypoint)], issuers, ingress: false });
  }), 'RequestAuthentication');
  expect(spec.targetRefs.map(({ name }: { name: string }) => name)).toEqual(['waypoint', 'waypoint-canary']);
});

test.each(ISTIO_VERSIONS)('Istio %s gets what it knows', (version) => {
  const run = (options: JwtIssuerOptions, waypoint: boolean) => () => synth((chart) => {
    Istio.version(chart, version);
    const targets = waypoint ? [PolicyTarget.waypoint(new NamespaceWaypoint(chart, 'w'))] : [target];
    new WaypointJwt(chart, 'jwt', { targets, issuers: [JwtIssuer.jwksUri('me', 'https://keys', options)] });
  });
  const minor = Number(version.split('.')[1]);
  const refusal = (problem: string | undefined) => problem ? expect.stringContaining(problem) : 'none';
  expect([messageOf(run({}, false)), messageOf(run({}, true)), messageOf(run({ spaceDelimitedClaims: ['roles'] }, false))]).toEqual([
    'none',
    refusal(minor < 25 ? '[test/jwt] Namespace shop can\'t say what ingress traffic does before Istio 1.25' : undefined),
    refusal(minor < 28 ? '[test/jwt] "spaceDelimitedClaims" needs Istio 1.28' : undefined),
  ]);
});

function messageOf(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('bad input', () => {
  const jwt = (props: Partial<WaypointJwtProps>) => (chart: Chart) => new WaypointJwt(chart, 'jwt', { targets: [target], issuers, ...props });
  const issuer = (options: JwtIssuerOptions) => jwt({ issuers: [JwtIssuer.jwksUri('me', 'https://keys', options)] });

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['no issuers', jwt({ issuers: [] }), '[test/jwt] has no issuers, so no token would be valid'],
    ['no targets', jwt({ targets: [] }), '[test/jwt] has no targets'],
    ['an issuer without name', jwt({ issuers: [JwtIssuer.jwks('', KEYS)] }), '[test/jwt] an issuer has no name'],
    ['keys at no address', jwt({ issuers: [JwtIssuer.jwksUri('me', 'keys.json')] }), '[test/jwt] "keys.json" is no address of keys: write "https://…" or "http://…"'],
    ['an issuer that can not be discovered', jwt({ issuers: [JwtIssuer.discovered('me')] }), '[test/jwt] "me" is no address of keys'],
    ['keys that are no JSON', jwt({ issuers: [JwtIssuer.jwks('me', 'abc')] }), '[test/jwt] the keys of issuer "me" are no JSON Web Key Set: write {"keys":[{"kty":…}]}'],
    ['no keys', jwt({ issuers: [JwtIssuer.jwks('me', '{"keys":[]}')] }), '[test/jwt] the keys of issuer "me" are no JSON Web Key Set'],
    ['a private key', jwt({ issuers: [JwtIssuer.jwks('me', '{"keys":[{"kty":"EC"},{"kty":"RSA","d":"secret"}]}')] }),
      '[test/jwt] key 1 of issuer "me" is a private or symmetric one: write public keys only'],
    ['an empty list', issuer({ audiences: [] }), '[test/jwt] issuer "me" has an empty list "audiences": list at least one, or leave it out'],
    ['an empty name', issuer({ fromHeaders: [{ name: '' }] }), '[test/jwt] issuer "me" has an empty name in "fromHeaders": write a name'],
    ['a header that is none', issuer({ claimsToHeaders: [{ claim: 'sub', header: 'x user' }] }), '[test/jwt] issuer "me" writes a header "x user", which is none'],
    ['a header for two claims', issuer({ claimsToHeaders: [{ claim: 'a', header: 'x-a' }, { claim: 'b', header: 'X-A' }] }), '[test/jwt] issuer "me" writes the header "X-A" twice'],
    ['half a second', issuer({ timeout: Duration.millis(500) }), '[test/jwt] the timeout of issuer "me" is 0.5 seconds'],
    ['paths without need of a token', jwt({ required: false, publicPaths: ['/'] }), '[test/jwt] has "publicPaths", and requires no token anywhere'],
    ['preflights without need of a token', jwt({ required: false, preflights: true }), '[test/jwt] has "preflights", and requires no token anywhere'],
    ['no paths', jwt({ publicPaths: [] }), '[test/jwt] has an empty list "publicPaths"'],
    ['every waypoint, and ingress', jwt({ targets: [PolicyTarget.everyWaypoint()] }), '[test/jwt] is for every waypoint, and can\'t tell which objects use them: write "ingress: false"'],
    ['every waypoint of Istio 1.24', (chart) => {
      Istio.version(chart, '1.24');
      jwt({ targets: [PolicyTarget.everyWaypoint()] })(chart);
    }, '[test/jwt] a target of every waypoint needs Istio 1.25, and the app is for 1.24'],
    ['two sets on one Service', (chart) => [new WaypointJwt(chart, 'other', { targets: [target], issuers }), jwt({})(chart)],
      '[test/jwt] Service shop/cart has JWT issuers already, by "test/other": each set would let the tokens of the other pass, so list all issuers in one of the two and remove the other'],
    ['two sets on one waypoint', (chart) => {
      const waypoint = new NamespaceWaypoint(chart, 'w');
      for (const id of ['a', 'b']) new WaypointJwt(chart, id, { targets: [PolicyTarget.waypoint(waypoint)], issuers });
    }, '[test/b] Gateway shop/waypoint has JWT issuers already, by "test/a"'],
    ['an ingress that shall go past', (chart) => {
      const waypoint = new NamespaceWaypoint(chart, 'w', { ingress: false });
      new WaypointJwt(chart, 'jwt', { targets: [PolicyTarget.waypoint(waypoint)], issuers });
    }, '[test/jwt] wants istio.io/ingress-use-waypoint: "true" on Namespace shop, but "test/w/enrollment" wants "false": keep one of the two'],
    ['a waypoint that drains', (chart) => {
      const waypoint = new ServiceWaypoint(chart, 'w', { services: [cart], lifecycle: WaypointLifecycle.DRAINING });
      new WaypointJwt(chart, 'jwt', { targets: [PolicyTarget.waypoint(waypoint)], issuers });
    }, '[test/jwt] is enforced by nothing but shop/waypoint, which drains'],
    ['a name that is taken', (chart) => {
      new WaypointJwt(chart, 'other', { targets: [PolicyTarget.service(ObjectRef.service('web'))], issuers, policyName: 'jwt' });
      jwt({})(chart);
    }, '[test/jwt] RequestAuthentication shop/jwt is already declared by "test/other": write another "policyName"'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});

test('a set that was removed leaves its target free', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
  new kplus.Namespace(chart, 'shop', { metadata: { name: 'shop' } });
  new WaypointJwt(chart, 'old', { targets: [target], issuers });
  chart.node.tryRemoveChild('old');
  expect(() => new WaypointJwt(chart, 'jwt', { targets: [target], issuers })).not.toThrow();
});
