import * as path from 'node:path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { declare as declareExample } from '../../../examples/constructs/external-authorization';
import {
  CanaryStep, Condition, ExternalAuthorization, Istio, Mesh, NamespaceWaypoint, ObjectRef, Operation, PolicyTarget, ServiceWaypoint, WaypointLifecycle,
} from '../../../src';
import type { ExternalAuthorizationProps } from '../../../src';
import { only, synth } from '../synth';

const cart = ObjectRef.service('cart');
const targets = [PolicyTarget.service(cart)];

test('about all requests, or those of rules', () => {
  const spec = (props: Partial<ExternalAuthorizationProps>) =>
    only(synth((chart) => new ExternalAuthorization(chart, 'ask', { targets, provider: 'opa', ...props })), 'AuthorizationPolicy').spec;
  expect(spec({})).toMatchObject({ action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] });
  expect(spec({
    rules: [
      { operations: [Operation.of({ notPaths: ['/health'] })], conditions: [Condition.header('x-team', { values: ['red'] })], remoteIpBlocks: ['10.0.0.0/8'] },
      { notRemoteIpBlocks: ['10.0.0.1'] },
    ],
  })).toMatchSnapshot();
});

test('a canary asks as its waypoint does', () => {
  const { spec } = only(synth((chart) => {
    const waypoint = new NamespaceWaypoint(chart, 'w', { canary: { step: CanaryStep.deployed() } });
    new ExternalAuthorization(chart, 'ask', { targets: [PolicyTarget.waypoint(waypoint)], provider: 'opa' });
  }), 'AuthorizationPolicy');
  expect(spec.targetRefs.map(({ name }: { name: string }) => name)).toEqual(['waypoint', 'waypoint-canary']);
});

test.each([
  ['envoyExtAuthzGrpc', 'with-provider.access.yaml'],
  ['nothing of that name', 'without-provider.access.yaml'],
])('what the rules match is decided by a provider with %s', (kind, file) => {
  const app = Testing.app();
  declareExample(new Chart(app, 'shop', { namespace: 'shop' }));
  declareMeshConfig(app, kind === 'envoyExtAuthzGrpc' ? 'opa' : 'other');
  expect(Mesh.fromApp(app).test([path.join(__dirname, 'external-authorization', file)]).failures).toEqual([]);
});

function declareMeshConfig(app: App, provider: string): void {
  new ApiObject(new Chart(app, 'istio'), 'config', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: 'istio-system' },
    data: { mesh: `extensionProviders: [{ name: ${provider}, envoyExtAuthzGrpc: { service: opa.opa.svc.cluster.local, port: 9191 } }]` },
  });
}

describe('two providers', () => {
  /** Two constructs that ask, about what the two functions say. */
  function ask(first: (chart: Chart, waypoint: NamespaceWaypoint) => PolicyTarget, second: typeof first, providers = ['opa', 'cerbos']) {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    const waypoint = new NamespaceWaypoint(chart, 'w');
    for (const [index, target] of [first, second].entries()) {
      new ExternalAuthorization(chart, `ask-${index}`, { targets: [target(chart, waypoint)], provider: providers[index] });
    }
    return () => Testing.synth(chart);
  }
  const service = (name: string) => () => PolicyTarget.service(ObjectRef.service(name));
  const waypoint = (_: Chart, one: NamespaceWaypoint) => PolicyTarget.waypoint(one);
  const everywhere = () => PolicyTarget.everyWaypoint();

  test.each([
    ['one service', service('cart'), service('cart')],
    ['a service and its waypoint', service('cart'), waypoint],
    ['a waypoint and a service behind it', waypoint, service('cart')],
    ['every waypoint and a service', everywhere, service('cart')],
    ['a waypoint and every waypoint', waypoint, everywhere],
  ])('for %s are refused', (_, first, second) => {
    expect(ask(first, second)).toThrow(/\[test\/ask-\d\] asks provider "\w+", but "test\/ask-\d" asks "\w+" about the same requests, and Istio would refuse what either is asked about/);
    expect(ask(first, second, ['opa', 'opa'])).not.toThrow();
  });

  test('for two services behind one waypoint are none of each other\'s business', () => {
    expect(ask(service('cart'), service('web'))).not.toThrow();
  });

  test('for a service with a waypoint of its own and the waypoint of the namespace', () => {
    expect(ask((chart) => {
      new ServiceWaypoint(chart, 'own', { waypointName: 'own', services: [cart] });
      return PolicyTarget.service(cart);
    }, waypoint)).not.toThrow();
  });
});

describe('bad input', () => {
  const ask = (props: Partial<ExternalAuthorizationProps>) => (chart: Chart) => new ExternalAuthorization(chart, 'ask', { targets, provider: 'opa', ...props });

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['no provider', ask({ provider: '' }), '[test/ask] has no "provider": write the name of an extension provider of the MeshConfig'],
    ['no rules', ask({ rules: [] }), '[test/ask] has no rules, so nothing is asked about'],
    ['no targets', ask({ targets: [] }), '[test/ask] has no targets'],
    ['who asks', ask({ rules: [{ conditions: [Condition.attribute('source.principal', { values: ['a'] })] }] }),
      '[test/ask] a rule has the condition "source.principal", which Istio refuses beside a provider'],
    ['a claim', ask({ rules: [{ conditions: [Condition.claim(['role'], { values: ['a'] })] }] }), '[test/ask] a rule has the condition "request.auth.claims[role]"'],
    ['every waypoint of Istio 1.24', (chart) => {
      Istio.version(chart, '1.24');
      ask({ targets: [PolicyTarget.everyWaypoint()] })(chart);
    }, '[test/ask] a target of every waypoint needs Istio 1.25'],
    ['a waypoint that drains', (chart) => {
      const waypoint = new ServiceWaypoint(chart, 'w', { services: [cart], lifecycle: WaypointLifecycle.DRAINING });
      ask({ targets: [PolicyTarget.waypoint(waypoint)] })(chart);
    }, '[test/ask] is enforced by nothing but shop/waypoint, which drains'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
