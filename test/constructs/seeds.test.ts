import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, Chart, Testing } from 'cdk8s';
import * as yaml from 'js-yaml';
import { withoutSafeDefaults } from './safe-defaults';
import type { Manifest } from './synth';
import {
  Backend, CrossNamespaceWaypoint, Enrollment, HostnameForm, HttpRoute, NamespaceWaypoint, ObjectRef, Operation, PolicyTarget, RouteParent, SandwichClass,
  SandwichWaypoint, Scaling, ServiceWaypoint, Source, TrafficType, Waypoint, WaypointAuthorization, WaypointAutoscaler, WaypointDisruptionBudget,
  WorkloadWaypoint,
} from '../../src';

const trafficType = TrafficType.CLASS_DEFAULT;

/** What to declare for each file of manifests that must come out. */
const PROGRAMS: Record<string, (app: (namespace: string) => Chart) => void> = {
  '01-generate-for-all': (chart) => {
    new NamespaceWaypoint(chart('default'), 'waypoint', { trafficType: TrafficType.ALL });
  },
  '02-enroll-namespace': (chart) => {
    new NamespaceWaypoint(chart('default'), 'waypoint');
  },
  '03-service-waypoint': (chart) => {
    new ServiceWaypoint(chart('default'), 'waypoint', { waypointName: 'reviews-svc-waypoint', trafficType, services: [ObjectRef.service('reviews')] });
  },
  '04-pod-waypoint': (chart) => {
    new WorkloadWaypoint(chart('default'), 'waypoint', { waypointName: 'reviews-v2-pod-waypoint', workloads: [ObjectRef.deployment('reviews-v2')] });
  },
  '05-policy-on-waypoint': (chart) => {
    const waypoint = new NamespaceWaypoint(chart('default'), 'waypoint', { waypointName: 'default' });
    new WaypointAuthorization(chart('default'), 'view-only', {
      targets: [PolicyTarget.waypoint(waypoint)],
      rules: [{ sources: [Source.namespaces('default', 'istio-system')], operations: [Operation.methods('GET')] }],
    });
  },
  '06-route-90-10': (chart) => {
    new HttpRoute(chart('default'), 'reviews', {
      parents: [RouteParent.service(ObjectRef.service('reviews'), { port: 9080 })],
      backends: [
        Backend.service(ObjectRef.service('reviews-v1'), { port: 9080, weight: 90 }),
        Backend.service(ObjectRef.service('reviews-v2'), { port: 9080, weight: 10 }),
      ],
    });
  },
  '07-hpa': (chart) => {
    const waypoint = Waypoint.fromWaypointAttributes(chart('default'), 'waypoint', { waypointName: 'waypoint', namespace: 'default' });
    new WaypointAutoscaler(chart('default'), 'autoscaler', { waypoint, scaling: Scaling.between(2, 5, { cpuUtilization: 50 }) });
  },
  '08-pdb': (chart) => {
    const waypoint = Waypoint.fromWaypointAttributes(chart('default'), 'waypoint', { waypointName: 'waypoint', namespace: 'default' });
    new WaypointDisruptionBudget(chart('default'), 'budget', { waypoint, minAvailable: 1 });
  },
  '09-cross-namespace': (chart) => {
    new CrossNamespaceWaypoint(chart('common-infrastructure'), 'waypoint', {
      waypointName: 'egress-gateway',
      trafficType,
      consumers: [ObjectRef.serviceEntry('istio-site', { namespace: 'cross-namespace-waypoint-consumer' })],
    });
  },
  '10-sandwich': (chart) => {
    new SandwichWaypoint(chart('my-ns'), 'waypoint', {
      waypointName: 'byo-waypoint',
      trafficType,
      gatewayClass: SandwichClass.envoyGateway('envoy-gateway-class'),
      defineGatewayClass: true,
      hostnameForms: [HostnameForm.FQDN],
      services: [{ service: ObjectRef.service('my-svc'), ports: [80], routeName: 'example-route' }],
    });
  },
  '11-shared-by-namespaces': (chart) => {
    new CrossNamespaceWaypoint(chart('ns-1'), 'waypoint', { trafficType, consumers: [ObjectRef.namespace('ns-1'), ObjectRef.namespace('ns-2')] });
  },
  '12-some-services': (chart) => {
    new NamespaceWaypoint(chart('team'), 'waypoint');
    new ServiceWaypoint(chart('team'), 'service-a-waypoint', { waypointName: 'service-a-waypoint', services: [ObjectRef.service('service-a')] });
    new Enrollment(chart('team'), 'opt-out', { objects: [ObjectRef.service('service-b')], optOut: true });
  },
};

const FOLDER = path.join(__dirname, 'seeds');
const files = fs.readdirSync(FOLDER).map((file) => path.basename(file, '.yaml')).sort();

test('every file has a program', () => {
  expect(Object.keys(PROGRAMS).sort()).toEqual(files);
});

test.each(files)('%s is produced', (name) => {
  const charts = new Map<string, Chart>();
  const app = Testing.app();
  PROGRAMS[name]((namespace) => {
    const chart = charts.get(namespace) ?? new Chart(app, namespace, { namespace });
    charts.set(namespace, chart);
    return chart;
  });
  const made = [...charts.values()].flatMap((chart) => chart.toJson() as Manifest[]).map(withoutSafeDefaults);
  const wanted = (yaml.loadAll(fs.readFileSync(path.join(FOLDER, `${name}.yaml`), 'utf8')) as Manifest[]).map(withoutSafeDefaults);
  for (const manifest of wanted) expect(made.map((candidate) => placedAs(candidate, manifest))).toContainEqual(manifest);
});

/** The seeds of autoscaler and budget leave the namespace to `kubectl apply -n`; ours are always in that of the waypoint. */
function placedAs(made: Manifest, wanted: Manifest): Manifest {
  if (wanted.metadata.namespace || wanted.kind === 'Namespace') return made;
  const { namespace: _, ...metadata } = made.metadata;
  return { ...made, metadata };
}

test('escape hatches work on what the constructs make', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'default' });
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  ApiObject.of(waypoint).metadata.addAnnotation('example.com/owner', 'mesh');
  expect(chart.toJson()[0].metadata.annotations).toEqual({ 'example.com/owner': 'mesh' });
});
