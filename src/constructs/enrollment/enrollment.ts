import { Construct } from 'constructs';
import { noteConsumer } from './consumers';
import { ENROLLABLE_KINDS, INGRESS_KINDS } from './enrollable-kinds';
import { enrollmentMetadata } from './enrollment-metadata';
import { checkIngressRelease, meetIngressDemands } from './ingress-label';
import { LabelLedger } from './label-ledger';
import { POD_TEMPLATE_KINDS } from './pod-template';
import { GLOBAL } from '../../istio/labels';
import { Istio } from '../istio';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';
import { refuseNamesake } from '../waypoint/deployed-name';
import type { IWaypoint } from '../waypoint/waypoint';
import { referTo } from '../waypoint/waypoint-references';

/** Whether pods are captured by the ambient data plane (`istio.io/dataplane-mode`). */
export enum DataplaneMode {
  /** ztunnel captures the traffic of the pods. */
  AMBIENT = 'ambient',
  /** The pods are left out, also in a namespace that is captured. */
  NONE = 'none',
}

/** Options of an enrollment. */
export interface EnrollmentOptions {
  /**
   * Whether traffic from an Istio ingress gateway takes the waypoint too (`istio.io/ingress-use-waypoint`). Istio reads it
   * from Services, ServiceEntries and, from 1.25 on, Namespaces; never from the ingress Gateway.
   * @default - no label: ingress traffic goes straight to the pods
   */
  readonly ingress?: boolean;
  /**
   * The data plane mode of the pods. Only for Namespaces, Pods and what makes Pods.
   * @default - no label
   */
  readonly dataplaneMode?: DataplaneMode;
  /**
   * Whether other clusters of a mesh with several networks see the Services (`istio.io/global`). Needs Istio 1.27. The Service of a
   * waypoint for such Services has to be seen too: `infrastructureLabels: { 'istio.io/global': 'true' }` of the waypoint.
   * @default - no label: this cluster only
   */
  readonly global?: boolean;
}

/** Properties of `Enrollment`. */
export interface EnrollmentProps extends EnrollmentOptions {
  /** The objects: Namespaces, Services, ServiceEntries, WorkloadEntries, Pods, and what makes Pods. At least one. */
  readonly objects: ObjectRef[];
  /**
   * The waypoint that they use (`istio.io/use-waypoint`).
   * @default - no label
   */
  readonly waypoint?: IWaypoint;
  /**
   * Opts the objects out: they use no waypoint, not even that of their namespace.
   * @default false
   */
  readonly optOut?: boolean;
}

/**
 * Says who uses a waypoint: labels on objects of this app, and label patches for objects that are owned elsewhere.
 *
 * The label of an object hides that of its namespace, whatever it says: Istio does not fall back from one to the other.
 * Several declarations about one object become one manifest; if they contradict each other, an error names both.
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export class Enrollment extends Construct {
  /** The objects. */
  public readonly objects: ObjectRef[];
  /** The waypoint that they use, if this says which. */
  public readonly waypoint?: IWaypoint;
  /** Whether they use no waypoint at all. */
  public readonly isOptOut: boolean;

  constructor(scope: Construct, id: string, props: EnrollmentProps) {
    super(scope, id);
    this.objects = [...props.objects];
    this.waypoint = props.waypoint;
    this.isOptOut = props.optOut ?? false;
    this.check(props);
    if (props.waypoint) referTo(this, props.waypoint);
    const objects = props.objects.map((ref) => ref._at(this));
    for (const object of objects) {
      if (props.ingress !== undefined) checkIngressRelease(this, object);
      LabelLedger.of(this).declare(this, object, enrollmentMetadata(this, object, props));
      if (!props.waypoint) continue;
      refuseNamesake(this, object, props.waypoint);
      noteConsumer({ by: this, object, waypoint: props.waypoint });
    }
    if (props.waypoint) meetIngressDemands(props.waypoint, objects);
  }

  private check(props: EnrollmentProps): void {
    if (props.objects.length === 0) {
      throw problem(this, 'enrolls nothing: list at least one object in "objects"');
    }
    if (props.waypoint && props.optOut) {
      throw problem(this, 'has both "waypoint" and "optOut": write one of the two');
    }
    const said = [props.waypoint, props.optOut || undefined, props.ingress, props.dataplaneMode, props.global];
    if (said.every((value) => value === undefined)) {
      throw problem(this, 'says nothing about its objects: write "waypoint", "optOut", "ingress", "dataplaneMode" or "global"');
    }
    if (props.global !== undefined) Istio._require(this, 'eastWestGateways', GLOBAL);
    for (const ref of props.objects) this.checkKind(ref, props);
  }

  private checkKind(ref: ObjectRef, props: EnrollmentProps): void {
    this.requireKind(ref, ENROLLABLE_KINDS, 'cannot use a waypoint: enroll');
    if (props.ingress !== undefined) this.requireKind(ref, INGRESS_KINDS, 'does not take "ingress": set it on');
    if (props.dataplaneMode) this.requireKind(ref, DATAPLANE_KINDS, 'does not take "dataplaneMode": set it on');
    if (props.global !== undefined) this.requireKind(ref, ['Service'], 'does not take "global": set it on');
  }

  private requireKind(ref: ObjectRef, kinds: readonly string[], otherwise: string): void {
    if (!ref._isKind(...kinds)) {
      throw problem(this, `${ref.kind} "${ref.objectName}" ${otherwise} ${kinds.join(', ')}`);
    }
  }
}

const DATAPLANE_KINDS = ['Namespace', 'Pod', ...POD_TEMPLATE_KINDS];
