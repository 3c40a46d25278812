import { refusesNamespace } from './admission';
import type { Manifest } from './manifest';
import { enrollmentLabels, namedWaypoint } from './manifest';
import { GATEWAY_API_GROUP, groupOf } from '../../istio/groups';
import { ENROLLABLE_KINDS } from '../enrollment/enrollable-kinds';
import { mistake } from '../problem';

/** What stands between a waypoint and an object that a label patch makes use it. */
const BY = ' by ';

/**
 * Which Gateways an output declares, and which its labels name, each as `namespace/name`. Who is named by a label patch is
 * remembered with its object: `namespace/name by Kind namespace/name`, since the label stays there when the patch goes.
 */
export class WaypointReferences {
  private readonly declared = new Map<string, Manifest>();
  private readonly named = new Set<string>();
  private readonly byPatches = new Set<string>();
  /** What can have labels. */
  private readonly objects = new Set<string>();

  /** Notes what a manifest of the output declares and names. */
  public note(manifest: Manifest, isLabelPatch: boolean): void {
    const { kind, metadata } = manifest;
    if (kind === 'Gateway' && groupOf(manifest) === GATEWAY_API_GROUP) this.declared.set(`${metadata.namespace}/${metadata.name}`, manifest);
    if (ENROLLABLE_KINDS.includes(kind)) this.objects.add(nameOf(manifest));
    const waypoints = namedBy(manifest);
    for (const waypoint of waypoints) this.named.add(waypoint);
    if (isLabelPatch) for (const waypoint of waypoints) this.byPatches.add(`${waypoint}${BY}${nameOf(manifest)}`);
  }

  /** Notes what a manifest for the repository of an owner names. */
  public noteOfOwner(manifest: Manifest): void {
    for (const waypoint of namedBy(manifest)) this.named.add(waypoint);
  }

  /**
   * The Gateways of this output that its labels name, or that labels name which were left behind by label patches.
   * @param before those of the output that this one replaces
   * @throws if one of those is not declared any more, or does not admit what a label patch left behind: labels in the cluster may
   *   outlive it, and traffic goes around then
   */
  public inUseAfter(before: readonly string[]): string[] {
    const gone = [...before].sort().find((use) => !this.declared.has(waypointOf(use)));
    if (gone) throw mistake(complaint(gone, 'is gone'));
    const named = [...this.named, ...this.byPatches].filter((use) => this.declared.has(waypointOf(use)));
    const left = before.filter((use) => use.includes(BY) && !this.objects.has(objectOf(use)!));
    const refused = left.find((use) => refusesNamespace(this.declared.get(waypointOf(use))!, namespaceOf(objectOf(use)!)));
    if (refused) throw mistake(complaint(refused, `does not admit namespace "${namespaceOf(objectOf(refused)!)}"`));
    return [...new Set([...named, ...left])].sort();
  }
}

/** The waypoints that the labels of a manifest name. */
function namedBy(manifest: Manifest): string[] {
  const { kind, metadata } = manifest;
  const own = kind === 'Namespace' ? metadata.name : metadata.namespace;
  return enrollmentLabels(manifest).flatMap((labels) => namedWaypoint(labels, own) ?? []);
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;
}

function waypointOf(use: string): string {
  return use.split(BY)[0];
}

function objectOf(use: string): string | undefined {
  return use.split(BY)[1];
}

/** The namespace of an object by its name; a Namespace is in itself. */
function namespaceOf(object: string): string {
  const [kind, name] = object.split(' ');
  return kind === 'Namespace' ? name : name.split('/')[0];
}

/** @param fault what is wrong with the waypoint */
function complaint(use: string, fault: string): string {
  const waypoint = waypointOf(use);
  const object = objectOf(use);
  if (object === undefined) {
    return `waypoint ${waypoint} ${fault}, but labels of the last output name it: remove it in two commits, `
      + 'first with "lifecycle: WaypointLifecycle.DRAINING", and, once that is applied, the waypoint';
  }
  return `waypoint ${waypoint} ${fault}, but a label on ${object} may still name it, since no label goes with its label patch: `
    + 'leave the waypoint as it was and put the Enrollment of the object back, with "optOut: true", and, once that is applied, go on; '
    + `if the object or its label is gone, remove "${use}" from .cdk8s-waypoint-files`;
}
