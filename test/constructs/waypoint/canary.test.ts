import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { CanaryOptions } from '../../../src';
import {
  CanaryStep, Istio, CrossNamespaceWaypoint, Enrollment, NamespaceWaypoint, ObjectRef, PolicyTarget, Scaling, ServiceWaypoint, TrafficType, WaypointAuthorization,
  WaypointLifecycle, WorkloadWaypoint, ZtunnelTarget,
} from '../../../src';
import { changes } from '../changes';
import { ALL_FAMILIES, canarySteps, declareFamily, FAMILIES } from '../delivery/families';
import { only, synth } from '../synth';

/** A namespace of the app with a waypoint, policies for it, and a Service in another namespace that uses it too. */
function shop(canary: CanaryOptions | undefined, props: ConstructorParameters<typeof CrossNamespaceWaypoint>[2] | object = {}) {
  return (chart: Chart) => {
    for (const name of ['shop', 'pay']) new kplus.Namespace(chart, name, { metadata: { name } });
    const cart = new kplus.Service(chart, 'cart', { metadata: { name: 'cart', namespace: 'pay' }, ports: [{ port: 80 }] });
    const waypoint = new CrossNamespaceWaypoint(chart, 'waypoint', {
      consumers: [ObjectRef.namespace('shop'), ObjectRef.of(cart)], scaling: Scaling.between(2, 4), infrastructure: { priorityClassName: 'high' }, canary, ...props,
    });
    new WaypointAuthorization(chart, 'nothing', { targets: [PolicyTarget.waypoint(waypoint)], allowNothing: true });
    waypoint.enforceTraversal(ZtunnelTarget.namespace('shop'));
  };
}

/** The commits of a rollout, first to last. */
const STEPS: Record<string, ReturnType<typeof shop>> = {
  'before': shop(undefined),
  'deployed': shop({ revision: '1-31', step: CanaryStep.deployed() }),
  '0 %': shop({ revision: '1-31', step: CanaryStep.weight(0) }),
  '10 %': shop({ revision: '1-31', step: CanaryStep.weight(10) }),
  '100 %': shop({ revision: '1-31', step: CanaryStep.weight(100) }),
  'promoted': shop({ revision: '1-31', step: CanaryStep.promoted() }),
  'after': shop(undefined, { waypointName: 'waypoint-canary', revision: '1-31' }),
};
const NAMES = Object.keys(STEPS);
const step = (name: string) => synth(STEPS[name]);

test.each(NAMES.slice(1).map((name, index) => [NAMES[index], name]))('from "%s" to "%s" just what the step says changes', (before, after) => {
  expect(changes(step(before), step(after))).toMatchSnapshot();
});

test.each(NAMES.slice(2, -1).map((name, index) => [NAMES[index + 1], name]))('from "%s" to "%s" only the labels and the weight of consumers change', (before, after) => {
  for (const change of changes(step(before), step(after))) {
    expect(change).toMatch(/^(Namespace shop|Service pay\/cart) metadata\.(labels\.istio\.io\/use-waypoint(-canary(-namespace)?)?|annotations\.istio\.io\/use-waypoint-canary-weight|annotations|labels):/);
  }
});

test('the weight is an annotation and a text', () => {
  const { metadata } = only(step('10 %'), 'Service');
  expect(metadata.annotations).toEqual({ 'istio.io/use-waypoint-canary-weight': '10' });
  expect(metadata.labels).toEqual({
    'istio.io/use-waypoint': 'waypoint', 'istio.io/use-waypoint-namespace': 'shop', 'istio.io/use-waypoint-canary': 'waypoint-canary', 'istio.io/use-waypoint-canary-namespace': 'shop',
  });
});

test('the second waypoint has the policies of the first from its beginning, and what admits one admits both', () => {
  const policy = (name: string) => only(step('deployed'), 'AuthorizationPolicy', name).spec;
  expect(policy('nothing').targetRefs.map(({ name }: { name: string }) => name)).toEqual(['waypoint', 'waypoint-canary']);
  expect(policy('only-waypoint-shop').rules).toEqual([{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/waypoint', 'cluster.local/ns/shop/sa/waypoint-canary'] } }] }]);
});

test.each(Object.entries(ALL_FAMILIES))('a new revision of %s in place changes one label', (_, family) => {
  const run = (revision: string) => synth(declareFamily(family, { waypoint: { waypointName: 'old', revision } }));
  expect(changes(run('1-30'), run('1-31'))).toEqual(['Gateway shop/old metadata.labels.istio.io/rev: "1-30" -> "1-31"']);
});

describe.each(Object.entries(FAMILIES))('a canary of %s', (_, family) => {
  const steps = canarySteps(family);
  const lines = (before: number, after: number) => {
    const [was, is] = [before, after].map((index) => synth(declareFamily(family, steps.at(index)!)));
    return changes(was, is);
  };

  test('is deployed with what the first has, and admitted where it is', () => {
    expect(lines(0, 1)).toMatchSnapshot();
  });

  test('takes over by what its users are told, and by nothing else', () => {
    for (let index = 2; index < steps.length - 1; index++) {
      const changed = lines(index - 1, index);
      expect(changed).not.toEqual([]);
      for (const line of changed) {
        expect(line).toMatch(/^(Namespace|Service|ServiceEntry|Pod) \S+ metadata\.(labels|annotations)(\.istio\.io\/use-waypoint(-canary(-namespace|-weight)?)?)?:/);
      }
    }
  });

  test('leaves, when the first goes, just what it was', () => {
    expect(lines(-2, -1)).toMatchSnapshot();
  });
});

test('workloads stay with the first waypoint until the second is promoted', () => {
  const labels = (canary: CanaryStep) => only(synth((chart) => {
    new kplus.Namespace(chart, 'shop', { metadata: { name: 'shop' } });
    const pod = new kplus.Pod(chart, 'pod', { metadata: { name: 'pod' }, containers: [{ image: 'a' }] });
    const waypoint = new NamespaceWaypoint(chart, 'waypoint', { trafficType: TrafficType.ALL, canary: { step: canary } });
    new Enrollment(chart, 'enrollment', { objects: [ObjectRef.of(pod)], waypoint });
  }), 'Pod').metadata.labels;
  expect(labels(CanaryStep.weight(50))).toEqual(expect.not.objectContaining({ 'istio.io/use-waypoint-canary': expect.anything() }));
  expect(labels(CanaryStep.weight(50))).toMatchObject({ 'istio.io/use-waypoint': 'waypoint' });
  expect(labels(CanaryStep.promoted())).toMatchObject({ 'istio.io/use-waypoint': 'waypoint-canary' });
});

describe('bad input', () => {
  const half = CanaryStep.weight(50);

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['a weight above 100', (chart) => new NamespaceWaypoint(chart, 'w', { canary: { step: CanaryStep.weight(101) } }),
      '[test/w] the weight of the canary is 101: write an integer from 0 to 100'],
    ['a weight that is no number', (chart) => new NamespaceWaypoint(chart, 'w', { canary: { step: CanaryStep.weight('10%' as any) } }),
      '[test/w] the weight of the canary is 10%: write an integer'],
    ['a canary of the same name', (chart) => new NamespaceWaypoint(chart, 'w', { canary: { waypointName: 'waypoint', step: half } }),
      '[test/w] is named "waypoint", and so is its canary: write another "waypointName" for the canary'],
    ['a canary that is another waypoint', (chart) => [new ServiceWaypoint(chart, 'other', { waypointName: 'next', services: [ObjectRef.service('a')] }),
      new NamespaceWaypoint(chart, 'w', { canary: { waypointName: 'next', step: half } })], '[test/w/canary] Gateway shop/next is already declared by "test/other"'],
    ['a canary of a waypoint that drains', (chart) => new NamespaceWaypoint(chart, 'w', { lifecycle: WaypointLifecycle.DRAINING, canary: { step: half } }),
      '[test/w] drains and has a canary: remove one of the two'],
    ['a weight for workloads', (chart) => new WorkloadWaypoint(chart, 'w', { workloads: [ObjectRef.pod('a')], canary: { step: half } }),
      '[test/w] takes traffic type "workload", but Istio divides only traffic to services'],
    ['a weight for workloads of a waypoint that takes all', (chart) => new WorkloadWaypoint(chart, 'w', { workloads: [ObjectRef.pod('a')], trafficType: TrafficType.ALL, canary: { step: half } }),
      '[test/w] serves workloads, but Istio divides only traffic to services: go from CanaryStep.deployed() to CanaryStep.promoted()'],
    ['a weight for a release without canaries', (chart) => {
      Istio.version(chart, '1.30.2');
      new NamespaceWaypoint(chart, 'w', { canary: { step: half } });
    }, '[test/w] has a canary with a weight, which needs Istio 1.31, not 1.30: go from CanaryStep.deployed() to CanaryStep.promoted()'],
    ['a weight for an object of somebody else', (chart) => {
      new NamespaceWaypoint(chart, 'w', { canary: { step: half } });
      chart.toJson();
    }, '[test/w/enrollment] Namespace shop must not get a label patch: the weight of a canary is an annotation, and a label patch has no annotations but those for the tool '
      + 'that applies it: declare it in this app, or go from CanaryStep.deployed() to CanaryStep.promoted(), which changes labels only'],
    ['a weight that the manifest has already', (chart) => {
      new kplus.Namespace(chart, 'shop', { metadata: { name: 'shop', annotations: { 'istio.io/use-waypoint-canary-weight': '1' } } });
      new NamespaceWaypoint(chart, 'w', { canary: { step: half } });
      chart.toJson();
    }, '[test/w/enrollment] wants istio.io/use-waypoint-canary-weight: "50" on Namespace "shop", but its manifest at "test/shop/Resource" has "1": remove it there, or here'],
    ['policies with too many targets', (chart) => {
      const waypoint = new NamespaceWaypoint(chart, 'w', { canary: { step: CanaryStep.deployed() } });
      const services = Array.from({ length: 15 }, (_, index) => PolicyTarget.service(ObjectRef.service(`s${index}`)));
      new WaypointAuthorization(chart, 'p', { targets: [PolicyTarget.waypoint(waypoint), ...services], rules: [{}] });
    }, '[test/p] has 17 targets: write at most 16 in a policy; a waypoint with a canary counts as two'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
