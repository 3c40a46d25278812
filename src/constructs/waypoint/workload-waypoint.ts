import type { Construct } from 'constructs';
import { undivided } from './check-canary';
import type { ReplaceableWaypointProps } from './istio-waypoint';
import { IstioWaypoint } from './istio-waypoint';
import { requireKinds } from './required-kinds';
import { TrafficType } from './traffic-type';
import { Enrollment } from '../enrollment/enrollment';
import { POD_TEMPLATE_KINDS } from '../enrollment/pod-template';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';

/** Properties of `WorkloadWaypoint`. */
export interface WorkloadWaypointProps extends ReplaceableWaypointProps {
  /**
   * The workloads that use the waypoint: Pods, WorkloadEntries, and what makes Pods, whose pod template gets the label.
   * At least one.
   */
  readonly workloads: ObjectRef[];
}

/**
 * A waypoint for traffic that is addressed to workloads by their IP, as with headless services and StatefulSets.
 *
 * Traffic addressed to a Service never takes it, even if all pods of the Service use it. A canary takes over at once, since Istio divides
 * no traffic to workloads: from `CanaryStep.deployed()` to `CanaryStep.promoted()`.
 */
export class WorkloadWaypoint extends IstioWaypoint {
  constructor(scope: Construct, id: string, props: WorkloadWaypointProps) {
    super(scope, id, { ...props, trafficType: props.trafficType ?? TrafficType.WORKLOAD });
    if (![TrafficType.WORKLOAD, TrafficType.ALL, TrafficType.CLASS_DEFAULT].includes(this._takenTraffic)) {
      throw problem(this, `takes traffic type "${this._takenTraffic}", so Istio would refuse workloads: write TrafficType.WORKLOAD or TrafficType.ALL`);
    }
    if (this.canary?.step._weight !== undefined) throw undivided(this, 'serves workloads');
    requireKinds(this, 'workloads', props.workloads, ['Pod', 'WorkloadEntry', ...POD_TEMPLATE_KINDS]);
    new Enrollment(this, 'enrollment', { objects: props.workloads, waypoint: this });
  }
}
