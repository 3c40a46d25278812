import { Chart, Duration, Testing } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { load } from 'js-yaml';
import {
  ClassDefaults, Istio, NamespaceWaypoint, SandwichClass, SandwichWaypoint, ObjectRef, Scaling, TrafficType, Waypoint, WaypointAutoscaler, WaypointClass, WaypointDisruptionBudget,
} from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import { only, synth } from '../synth';

const scaling = Scaling.between(2, 4);

function overlaysOf(declare: (chart: Chart) => unknown) {
  const { data, metadata } = only(synth((chart) => void declare(chart)), 'ConfigMap');
  return { metadata, overlays: Object.fromEntries(Object.entries<string>(data).map(([key, text]) => [key, load(text)])) };
}

test('with every field', () => {
  expect(overlaysOf((chart) => new ClassDefaults(chart, 'defaults', {
    scaling: Scaling.between(3, 6, { cpuUtilization: 70, scaleDownAfter: Duration.minutes(10) }),
    disruption: { maxUnavailable: 1 },
    resources: { requests: { cpu: k8s.Quantity.fromString('500m') } },
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' }],
    terminationGracePeriodSeconds: 60,
    serviceAnnotations: { team: 'mesh' },
    overlays: { podDisruptionBudget: { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } }, serviceAccount: { metadata: { annotations: { a: 'b' } } } },
    namespace: 'mesh-root',
    configMapName: 'all-waypoints',
  }))).toMatchSnapshot();
});

test('a class of its own has its own defaults', () => {
  const manifests = synth((chart) => {
    const waypointClass = new WaypointClass(chart, 'class', { className: 'big-waypoint', trafficType: TrafficType.ALL, description: 'for heavy services' });
    new ClassDefaults(chart, 'big', { waypointClass, replicas: 3 });
    new ClassDefaults(chart, 'all', { replicas: 2 });
    new NamespaceWaypoint(chart, 'waypoint', { waypointClass, trafficType: TrafficType.CLASS_DEFAULT, disruption: { minAvailable: 2 } });
  });
  expect(only(manifests, 'GatewayClass')).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'big-waypoint', labels: { 'istio.io/waypoint-for': 'all' } },
    spec: { controllerName: 'istio.io/mesh-controller', description: 'for heavy services' },
  });
  expect(only(manifests, 'Gateway').spec.gatewayClassName).toBe('big-waypoint');
  expect(manifests.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => [metadata.name, metadata.labels])).toEqual([
    ['big-waypoint-defaults', { 'gateway.istio.io/defaults-for-class': 'big-waypoint' }], ['istio-waypoint-defaults', { 'gateway.istio.io/defaults-for-class': 'istio-waypoint' }],
  ]);
});

test('a budget knows the replicas of its class, in any order', () => {
  const declare = (least: number) => () => synth((chart) => {
    const waypoint = new NamespaceWaypoint(chart, 'waypoint');
    new WaypointDisruptionBudget(chart, 'budget', { waypoint, minAvailable: 1 });
    new ClassDefaults(chart, 'defaults', { scaling: Scaling.between(least, 4) });
  });
  expect(declare(2)).not.toThrow();
  expect(declare(1)).toThrow('[test/budget] of 1 replica, 1 must stay, which blocks every drain of a node');
});

test('waypoints of other classes, and those that are declared elsewhere, have an autoscaler of their own', () => {
  expect(() => synth((chart) => {
    new ClassDefaults(chart, 'defaults', { scaling });
    new NamespaceWaypoint(chart, 'waypoint', { waypointClass: new WaypointClass(chart, 'class', { className: 'my-waypoint' }), scaling });
    new WaypointAutoscaler(chart, 'autoscaler', { waypoint: Waypoint.fromWaypointAttributes(chart, 'elsewhere', { waypointName: 'elsewhere', namespace: 'infra' }), scaling });
  })).not.toThrow();
});

test('the proxy of agentgateway has a container of its own', () => {
  const { overlays } = overlaysOf((chart) => new SandwichWaypoint(chart, 'waypoint', {
    gatewayClass: SandwichClass.agentgateway(), services: [{ service: ObjectRef.service('cart'), ports: [80] }], infrastructure: { resources: { limits: { memory: k8s.Quantity.fromString('1Gi') } } },
  }));
  expect(overlays.deployment).toEqual({ spec: { template: { spec: { containers: [{ name: 'agentgateway', resources: { limits: { memory: '1Gi' } } }] } } } });
});

test.each(ISTIO_VERSIONS)('with Istio %s', (version) => {
  const declare = () => overlaysOf((chart) => {
    Istio.version(chart, version);
    new ClassDefaults(chart, 'defaults', { replicas: 2 });
  });
  if (['1.24', '1.25'].includes(version)) expect(declare).toThrow(`[test/defaults] a ConfigMap with the defaults of a GatewayClass needs Istio 1.26, and the app is for ${version}`);
  else expect(declare().overlays).toEqual({ deployment: { spec: { replicas: 2 } } });
});

describe('bad input', () => {
  const defaults = (props: ConstructorParameters<typeof ClassDefaults>[2]) => (chart: Chart) => new ClassDefaults(chart, 'd', props);
  const withDefaults = (props: ConstructorParameters<typeof ClassDefaults>[2], waypoint: ConstructorParameters<typeof NamespaceWaypoint>[2]) => (chart: Chart) => {
    new NamespaceWaypoint(chart, 'w', waypoint);
    defaults(props)(chart);
    chart.toJson();
  };

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['two for one class', (chart) => [defaults({ replicas: 2 })(chart), new ClassDefaults(chart, 'e', { scaling, configMapName: 'other' })],
      '[test/e] GatewayClass "istio-waypoint" has its defaults by "test/d" already, and Istio reads one ConfigMap only, the older: write both into one'],
    ['nothing', defaults({}), '[test/d] says nothing: write at least one of its properties'],
    ['an unknown overlay', defaults({ overlays: { daemonSet: {} } as any }), '[test/d] overlay "daemonSet" is unknown, and Istio would then deploy nothing'],
    ['replicas and an autoscaler', defaults({ replicas: 2, scaling }), '[test/d] has a fixed number of replicas (2) and an autoscaler: keep one of the two'],
    ['an autoscaler without maximum', defaults({ overlays: { horizontalPodAutoscaler: { spec: {} } } }), '[test/d] the overlay "horizontalPodAutoscaler" has no spec.maxReplicas'],
    ['a budget that blocks drains', defaults({ disruption: { minAvailable: 1 } }), '[test/d] of 1 replica, 1 must stay, which blocks every drain of a node: lower the limit, or raise the least number of replicas of the class with "scaling"'],
    ['two limits', defaults({ disruption: { minAvailable: 1, maxUnavailable: 1 } }), '[test/d] has minAvailable and maxUnavailable: write exactly one of'],
    ['an autoscaler beside that of the class', withDefaults({ scaling }, { scaling }),
      '[test/w/autoscaler] is an autoscaler for waypoint "waypoint", which has an autoscaler by the defaults of its class ("test/d"), and the two would work against each other: remove one of them, or give the waypoint a class of its own (WaypointClass)'],
    ['fixed replicas beside an autoscaler of the class', withDefaults({ scaling }, { infrastructure: { replicas: 3 } }), '[test/w/infrastructure] fixes the number of replicas (3) for waypoint "waypoint", which has an autoscaler by the defaults of its class ("test/d")'],
    ['a budget beside that of the class', withDefaults({ scaling, disruption: { minAvailable: 1 } }, { disruption: { maxUnavailable: 1 } }),
      '[test/w/disruption-budget] is a second budget for waypoint "waypoint", beside that of the defaults of its class ("test/d"), and with two no pod is ever evicted'],
    ['two budgets', (chart) => {
      const waypoint = new NamespaceWaypoint(chart, 'w', { disruption: { maxUnavailable: 1 } });
      new WaypointDisruptionBudget(chart, 'b', { waypoint, maxUnavailable: 1, budgetName: 'other' });
    }, '[test/b] a budget for waypoint shop/waypoint is already declared by "test/w/disruption-budget": keep one, Kubernetes evicts no pod that two are about'],
    ['an infrastructure that its class ignores', (chart) => new SandwichWaypoint(chart, 's', {
      gatewayClass: SandwichClass.kgateway(), services: [{ service: ObjectRef.service('cart'), ports: [80] }], infrastructure: { replicas: 2 },
    }), '[test/s] has "infrastructure", which class "kgateway-waypoint" ignores, since "kgateway.dev/kgateway" deploys it, not istiod'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
