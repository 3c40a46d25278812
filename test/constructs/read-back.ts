import { ApiObject, App } from 'cdk8s';
import { Enrollment, IstioWaypoint, IWaypoint } from '../../src';
import { bind } from '../../src/binding/bind';
import { Binding, BindingReason, TrafficPath } from '../../src/binding/binding';
import { loadValues } from '../../src/mesh/load';
import { subjectsOf } from '../../src/registry/subject';

/** A Service and a Pod in every namespace, to see what a label on the Namespace does. */
const PROBES = ['Service', 'Pod'];

/** Fails unless the engine reads back from the manifests of an app what its enrollments declare. */
export function expectReadBack(app: App): void {
  const constructs = app.node.findAll();
  const manifests = constructs.filter((construct): construct is ApiObject => ApiObject.isApiObject(construct)).map((object) => object.toJson());
  const bindings = bindingsIn(manifests);
  for (const enrollment of constructs.filter((construct): construct is Enrollment => construct instanceof Enrollment)) {
    for (const object of enrollment.objects.map((ref) => ref._at(enrollment))) {
      const subjects = object.kind === 'Namespace' ? probesOf(object.name, enrollment) : [`${object.kind} ${object.namespace}/${object.name}`];
      for (const subject of subjects) expect({ subject, ...outcome(bindings.get(subject)) }).toMatchObject({ subject, ...declared(enrollment, subject.split(' ')[0]) });
    }
  }
}

type Manifest = { kind: string; metadata: { name: string; namespace?: string; labels?: Record<string, string> } };

function bindingsIn(manifests: readonly Manifest[]): Map<string, Binding> {
  const namespaces = manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const probes = namespaces.flatMap((namespace) => PROBES.map((kind) => ({ apiVersion: 'v1', kind, metadata: { name: 'probe', namespace } })));
  const revisions = ['default', ...manifests.flatMap(({ metadata }) => metadata.labels?.['istio.io/rev'] ?? [])];
  const { mesh, problems } = loadValues([...manifests, ...probes], { revisions });
  expect(problems).toEqual([]);
  return new Map(subjectsOf(mesh).filter(({ isImplicit }) => !isImplicit).map((subject) => {
    const { kind, namespace, name } = subject.manifest;
    return [`${kind} ${namespace}/${name}`, bind(mesh, subject)];
  }));
}

function probesOf(namespace: string, { waypoint }: Enrollment): string[] {
  return PROBES.filter((kind) => !waypoint || isServed(waypoint, kind)).map((kind) => `${kind} ${namespace}/probe`);
}

function isServed(waypoint: IWaypoint, kind: string): boolean {
  if (!isDeclaredHere(waypoint)) return true;
  const traffic = waypoint instanceof IstioWaypoint && waypoint._takenTraffic || ApiObject.of(waypoint).metadata.getLabel('istio.io/waypoint-for') || 'service';
  return traffic === 'all' || traffic === (kind === 'Service' ? 'service' : 'workload');
}

/** A waypoint that is declared elsewhere can be named, and more is not known of it. */
function declared({ waypoint, isOptOut }: Enrollment, kind: string) {
  if (isOptOut) return { reason: BindingReason.OPTED_OUT, path: TrafficPath.DIRECT };
  if (!waypoint) return {};
  const { canary } = waypoint;
  const used = canary?.step._isPromoted ? canary.waypoint : waypoint;
  const name = `${used.waypointNamespace}/${used.waypointName}`;
  return { waypoint: name, ...sharedWith(kind, waypoint), ...(isDeclaredHere(waypoint) ? { reason: BindingReason.ACCEPTED, path: TrafficPath.TO_WAYPOINT } : { reason: BindingReason.NOT_READY, path: TrafficPath.DIRECT }) };
}

function isDeclaredHere(waypoint: IWaypoint): boolean {
  return waypoint.node.tryFindChild('Resource') !== undefined;
}

/** Of traffic to services the canary gets its share, of traffic to workloads nothing. */
function sharedWith(kind: string, { canary }: IWaypoint) {
  const weight = ['Service', 'ServiceEntry'].includes(kind) ? canary?.step._weight : undefined;
  return { canary: weight === undefined ? undefined : `${canary!.waypoint.waypointNamespace}/${canary!.waypoint.waypointName} ${weight} WaypointAccepted` };
}

function outcome(binding: Binding | undefined) {
  const claimed = binding?.claim?.waypoint;
  const canary = binding && 'canary' in binding ? binding.canary : undefined;
  return {
    waypoint: claimed && `${claimed.namespace}/${claimed.name}`,
    canary: canary && `${canary.name.namespace}/${canary.name.name} ${canary.weight} ${canary.reason}`,
    reason: binding?.reason,
    path: binding?.path,
  };
}
