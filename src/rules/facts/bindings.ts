import { bind } from '../../binding/bind';
import type { Binding, Bound } from '../../binding/binding';
import { BindingReason } from '../../binding/binding';
import type { Canary } from '../../binding/canary';
import type { WaypointName } from '../../binding/claim';
import { waypointText } from '../../binding/status-text';
import { groupBy } from '../../mesh/group-by';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { subjectsOf } from '../../registry/subject';

/** The bindings of all subjects of a mesh. */
export const bindingsOf = remember((mesh: MeshObjects): readonly Binding[] => subjectsOf(mesh).map((subject) => bind(mesh, subject)));

const byManifest = remember((mesh: MeshObjects) => groupBy(bindingsOf(mesh), ({ subject }) => [subject.manifest]));

const byWaypoint = remember((mesh: MeshObjects) => groupBy(boundOf(mesh), ({ waypoint }) => [waypointText(waypoint)]));

/** The bindings of all subjects that have a waypoint. */
export const boundOf = remember((mesh: MeshObjects): readonly Bound[] =>
  bindingsOf(mesh).filter((binding) => binding.reason === BindingReason.ACCEPTED));

/** The binding of a subject that names a canary, and the canary. */
export interface WithCanary {
  readonly bound: Bound;
  readonly canary: Canary;
}

/** Those of them that name a canary: most name none. */
export const canariesOf = remember((mesh: MeshObjects): readonly WithCanary[] =>
  boundOf(mesh).flatMap((bound) => bound.canary ? [{ bound, canary: bound.canary }] : []));

const services = remember((mesh: MeshObjects) => new Map(boundOf(mesh).filter(({ subject }) => subject.traffic === 'service')
  .map((bound) => [bound.subject.manifest, bound])));

/** The bindings of one object. */
export function bindingsIn(mesh: MeshObjects, manifest: Manifest): readonly Binding[] {
  return byManifest(mesh).get(manifest) ?? [];
}

/** The binding of a Service or ServiceEntry, if it has a waypoint. */
export function serviceBinding(mesh: MeshObjects, manifest: Manifest): Bound | undefined {
  return services(mesh).get(manifest);
}

/** What is bound to a waypoint. */
export function membersOf(mesh: MeshObjects, waypoint: WaypointName): readonly Bound[] {
  return byWaypoint(mesh).get(waypointText(waypoint)) ?? [];
}
