import { Chart, Testing } from 'cdk8s';
import type { VersionedServiceProps } from '../../../src';
import {
  HttpRoute, HttpValueMatch, NamespaceWaypoint, ObjectRef, RouteParent, ServiceProtocol, ServiceWaypoint, VersionedService, VersionSplit, WaypointAuthorization,
} from '../../../src';
import { changes } from '../changes';
import { only, synth } from '../synth';

const versions = [{ version: 'v1' }, { version: 'v2' }];
const REVIEWS = { selector: { app: 'reviews' }, ports: [{ port: 9080 }], versions };

const reviews = (props: Partial<VersionedServiceProps>) => synth((chart) => {
  new NamespaceWaypoint(chart, 'waypoint');
  new VersionedService(chart, 'reviews', { ...REVIEWS, ...props });
});

test('a Service for clients, one for each version, and a route that splits between these', () => {
  expect(reviews({ split: VersionSplit.weights({ v1: 90, v2: 10 }) })).toMatchSnapshot();
});

test('without a split there is no route', () => {
  expect(reviews({}).map(({ kind }) => kind)).not.toContain('HTTPRoute');
});

test('each port gets the route of its protocol', () => {
  const ports = [ServiceProtocol.HTTP, ServiceProtocol.HTTP2, ServiceProtocol.GRPC, ServiceProtocol.TCP, ServiceProtocol.TLS].map((protocol, index) => ({ port: 9000 + index, protocol }));
  const routes = reviews({ ports, split: VersionSplit.only('v2') }).filter(({ kind }) => kind.endsWith('Route'));
  expect(routes.map(({ kind, metadata: { name }, spec }) => `${kind} ${name} ${spec.parentRefs[0].port}`)).toEqual([
    'HTTPRoute reviews-9000 9000', 'HTTPRoute reviews-9001 9001', 'GRPCRoute reviews-9002 9002', 'TCPRoute reviews-9003 9003', 'TLSRoute reviews-9004 9004',
  ]);
});

test('the Service that clients dial can be one that exists', () => {
  const manifests = reviews({ parent: ObjectRef.service('reviews', { namespace: 'books' }), split: VersionSplit.only('v1') });
  expect(manifests.filter(({ kind }) => kind === 'Service').map(({ metadata: { namespace, name } }) => `${namespace}/${name}`)).toEqual(['books/reviews-v1', 'books/reviews-v2']);
  expect(only(manifests, 'HTTPRoute').metadata.namespace).toBe('books');
});

test('names, labels and ports of the pods can differ', () => {
  const manifests = reviews({ ports: [{ port: 80, targetPort: 8080, portName: 'web' }], versions: [{ version: 'next', selector: { track: 'canary' }, serviceName: 'reviews-canary' }] });
  expect(only(manifests, 'Service', 'reviews-canary').spec).toMatchObject({ selector: { app: 'reviews', track: 'canary' }, ports: [{ name: 'web', port: 80, targetPort: 8080 }] });
});

describe('a rollout', () => {
  const at = (step: number) => reviews({ split: VersionSplit.rollout('v1', 'v2', { step }) });
  const weights = (manifests: ReturnType<typeof at>) => only(manifests, 'HTTPRoute').spec.rules[0].backendRefs.map(({ weight }: { weight: number }) => weight);

  test('goes by its steps', () => {
    expect([0, 1, 2, 3, 4].map((step) => weights(at(step)))).toEqual([[100, 0], [95, 5], [75, 25], [50, 50], [0, 100]]);
  });

  test.each([0, 1, 2, 3])('from step %i to the next just weights change', (step) => {
    const changed = changes(at(step), at(step + 1));
    expect(changed).toHaveLength(2);
    for (const change of changed) expect(change).toMatch(/^HTTPRoute shop\/reviews spec\.rules\.0\.backendRefs\.[01]\.weight: \d+ -> \d+$/);
  });

  test('can have other steps', () => {
    expect(weights(reviews({ split: VersionSplit.rollout('v2', 'v1', { step: 1, steps: [1, 100] }) }))).toEqual([1, 99]);
  });
});

test('the Services of the versions use the waypoint too, so that nobody gets past it by their names', () => {
  const manifests = synth((chart) => {
    const waypoint = new ServiceWaypoint(chart, 'waypoint', { services: [ObjectRef.service('other')] });
    new VersionedService(chart, 'reviews', { ...REVIEWS, waypoint });
  });
  for (const name of ['reviews', 'reviews-v1', 'reviews-v2']) expect(only(manifests, 'Service', name).metadata.labels).toEqual({ 'istio.io/use-waypoint': 'waypoint' });
});

test('a version can be a backend of other routes, and all Services targets of a policy', () => {
  const manifests = synth((chart) => {
    const service = new VersionedService(chart, 'reviews', REVIEWS);
    new HttpRoute(chart, 'testers', {
      parents: [RouteParent.service(service.parent, { port: 9080 })],
      rules: [{ matches: [{ headers: [HttpValueMatch.exact('x-tester', 'yes')] }], backends: [service.backend('v2', { port: 9080 })] }],
    });
    new WaypointAuthorization(chart, 'policy', { targets: service.policyTargets, rules: [{}] });
  });
  expect(only(manifests, 'HTTPRoute').spec.rules[0].backendRefs[0].name).toBe('reviews-v2');
  expect(only(manifests, 'AuthorizationPolicy').spec.targetRefs.map(({ name }: { name: string }) => name)).toEqual(['reviews', 'reviews-v1', 'reviews-v2']);
});

describe('bad input', () => {
  const rollout = (options: Parameters<typeof VersionSplit.rollout>[2]) => ({ split: VersionSplit.rollout('v1', 'v2', options) });

  test.each<[string, Partial<VersionedServiceProps>, string]>([
    ['no versions', { versions: [] }, '[test/r] has no versions: list at least one in "versions"'],
    ['a version twice', { versions: [...versions, { version: 'v1' }] }, '[test/r] has version "v1" twice: list it once'],
    ['no selector', { selector: {} }, '[test/r] "selector" is empty, so that its Services would have no pods'],
    ['a version with the pods of all', { versions: [{ version: 'v1', selector: {} }] }, '[test/r] version "v1" has an empty selector, and so the pods of all versions'],
    ['no ports', { ports: [] }, '[test/r] has no ports: list at least one in "ports"'],
    ['a port twice', { ports: [{ port: 80 }, { port: 80 }] }, '[test/r] has port 80 twice: list it once'],
    ['a port that does not exist', { ports: [{ port: 0 }] }, '[test/r] port 0 does not exist'],
    ['a parent that is no Service', { parent: ObjectRef.namespace('shop') }, '[test/r] has the parent Namespace "shop": refer to a Service'],
    ['a parent and another name', { parent: ObjectRef.service('a'), serviceName: 'b' }, '[test/r] has the parent "a" and the name "b": write one of the two'],
    ['a name that no Service can have', { serviceName: 'my.reviews' }, '[test/r] the name of the Service "my.reviews" is not a DNS-1123 label'],
    ['two Services of one name', { versions: [{ version: 'v1', serviceName: 'r' }] }, '[test/r] Service shop/r is already declared by "test/r": write another "serviceName"'],
    ['traffic for a version that is not there', { split: VersionSplit.only('v3') }, '[test/r] gives traffic to version "v3", which it does not have: write one of v1, v2'],
    ['a weight below 0', { split: VersionSplit.weights({ v1: -1 }) }, '[test/r/route-9080] backend "r-v1" has weight -1'],
    ['no traffic at all', { split: VersionSplit.weights({}) }, '[test/r/route-9080] all backends of a rule have weight 0'],
    ['a rollout to itself', { split: VersionSplit.rollout('v1', 'v1', { step: 0 }) }, '[test/r] has a rollout from version "v1" to itself: name two versions'],
    ['a step that is not there', rollout({ step: 5 }), '[test/r] has a rollout at step 5: write an integer from 0 to 4'],
    ['a step in between', rollout({ step: 0.5 }), '[test/r] has a rollout at step 0.5: write an integer from 0 to 4'],
    ['steps that fall', rollout({ step: 0, steps: [50, 25, 100] }), '[test/r] has a rollout with the steps 50, 25, 100: write integers, each above the one before, the last of them 100'],
    ['steps that do not end', rollout({ step: 0, steps: [5, 25] }), '[test/r] has a rollout with the steps 5, 25'],
    ['no steps', rollout({ step: 0, steps: [] }), '[test/r] has a rollout with the steps none'],
  ])('%s', (_, props, message) => {
    expect(() => new VersionedService(new Chart(Testing.app(), 'test', { namespace: 'shop' }), 'r', { ...REVIEWS, ...props })).toThrow(message);
  });

  test('a version that it does not have', () => {
    const service = new VersionedService(new Chart(Testing.app(), 'test', { namespace: 'shop' }), 'r', REVIEWS);
    expect(() => service.backend('v3', { port: 9080 })).toThrow('[test/r] has no version "v3": write one of v1, v2');
  });
});
