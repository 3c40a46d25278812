import { bind } from '../../src/binding/bind';
import { TrafficPath } from '../../src/binding/binding';
import { loadValues } from '../../src/mesh/load';
import { subjectsOf } from '../../src/registry/subject';

// What a waypoint takes, where its label is put, and where traffic then goes: to the service and the pod that are meant, and to others
// in the namespace.
const W = TrafficPath.TO_WAYPOINT;
const D = TrafficPath.DIRECT;
const ROWS = [
  { waypointFor: 'none', labelOn: 'Namespace', service: D, pod: D, otherService: D, otherPod: D },
  { waypointFor: 'none', labelOn: 'Service', service: D, pod: D, otherService: D, otherPod: D },
  { waypointFor: 'none', labelOn: 'Pod', service: D, pod: D, otherService: D, otherPod: D },
  { waypointFor: 'service', labelOn: 'Namespace', service: W, pod: D, otherService: W, otherPod: D },
  { waypointFor: 'service', labelOn: 'Service', service: W, pod: D, otherService: D, otherPod: D },
  { waypointFor: 'service', labelOn: 'Pod', service: D, pod: D, otherService: D, otherPod: D },
  { waypointFor: 'workload', labelOn: 'Namespace', service: D, pod: W, otherService: D, otherPod: W },
  { waypointFor: 'workload', labelOn: 'Service', service: D, pod: D, otherService: D, otherPod: D },
  { waypointFor: 'workload', labelOn: 'Pod', service: D, pod: W, otherService: D, otherPod: D },
  { waypointFor: 'all', labelOn: 'Namespace', service: W, pod: W, otherService: W, otherPod: W },
  { waypointFor: 'all', labelOn: 'Service', service: W, pod: D, otherService: D, otherPod: D },
  { waypointFor: 'all', labelOn: 'Pod', service: D, pod: W, otherService: D, otherPod: D },
];

test.each(ROWS)('waypoint-for $waypointFor, use-waypoint on $labelOn', ({ waypointFor, labelOn, ...expected }) => {
  const { mesh } = loadValues([
    object('Namespace', 'shop', labelOn === 'Namespace'),
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'waypoint', namespace: 'shop', labels: { 'istio.io/waypoint-for': waypointFor } },
      spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
    },
    object('Service', 'meant', labelOn === 'Service'),
    object('Pod', 'meant', labelOn === 'Pod'),
    object('Service', 'other', false),
    object('Pod', 'other', false),
  ]);
  const paths = new Map(subjectsOf(mesh).map((subject) => [`${subject.manifest.kind} ${subject.manifest.name}`, bind(mesh, subject).path]));
  expect({
    service: paths.get('Service meant'),
    pod: paths.get('Pod meant'),
    otherService: paths.get('Service other'),
    otherPod: paths.get('Pod other'),
  }).toEqual(expected);
});

function object(kind: string, name: string, isLabelled: boolean) {
  const labels = isLabelled ? { 'istio.io/use-waypoint': 'waypoint' } : {};
  return { apiVersion: 'v1', kind, metadata: { name, labels, ...(kind !== 'Namespace' && { namespace: 'shop' }) } };
}
