import type { WaypointAppProps } from '../app/waypoint-app';
import { WaypointApp } from '../app/waypoint-app';
import type { Manifest } from '../delivery/manifest';
import { LabelLedger } from '../enrollment/label-ledger';

/** What a fleet does with an app of one of its clusters. */
export interface ClusterTask {
  /** Whether the app is written, or only compared with those that are. */
  readonly isWritten: boolean;
  /** Compares the cluster; what it throws leaves the output as it was. */
  readonly compare: (manifests: readonly Manifest[]) => void;
}

/** The app of one cluster of a fleet. */
export class ClusterApp extends WaypointApp {
  constructor(props: WaypointAppProps, private readonly task: ClusterTask) {
    super(props);
  }

  public synth(): void {
    if (this.task.isWritten) this._synth((manifests) => this.compare(manifests));
    else this.compare(this._manifests());
  }

  /** Labels that their owners put on objects are a part of the cluster too. */
  private compare(manifests: readonly Manifest[]): void {
    this.task.compare([...manifests, ...LabelLedger.of(this).ownerPatches().map(({ manifest }) => manifest)]);
  }
}
