import type { Manifest } from './manifest';
import { enrollmentLabels } from './manifest';
import { GATEWAY_API_GROUP, groupOf } from '../../istio/groups';
import { NO_WAYPOINT, USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from '../../istio/labels';
import { mistake } from '../problem';

/** Which Gateways an output declares, and which its labels name, each as `namespace/name`. */
export class WaypointReferences {
  private readonly declared = new Set<string>();
  private readonly named = new Set<string>();

  /** Notes what a manifest declares and names. */
  public note(manifest: Manifest): void {
    const { kind, metadata } = manifest;
    if (kind === 'Gateway' && groupOf(manifest) === GATEWAY_API_GROUP) this.declared.add(`${metadata.namespace}/${metadata.name}`);
    for (const labels of enrollmentLabels(manifest)) {
      const namespace = labels[USE_WAYPOINT_NAMESPACE] ?? (kind === 'Namespace' ? metadata.name : metadata.namespace);
      if (labels[USE_WAYPOINT] !== NO_WAYPOINT) this.named.add(`${namespace}/${labels[USE_WAYPOINT]}`);
    }
  }

  /**
   * The Gateways of this output that its labels name.
   * @param before those of the output that this one replaces
   * @throws if one of those is not declared any more: labels in the cluster may outlive it, and traffic goes around then
   */
  public inUseAfter(before: readonly string[]): string[] {
    const gone = before.find((waypoint) => !this.declared.has(waypoint));
    if (gone) {
      throw mistake(`waypoint ${gone} is gone, but labels of the last output name it: remove it in two commits, `
        + 'first with "lifecycle: WaypointLifecycle.DRAINING", and, once that is applied, the waypoint');
    }
    return [...this.declared].filter((waypoint) => this.named.has(waypoint)).sort();
  }
}
