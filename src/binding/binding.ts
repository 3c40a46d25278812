import type { Canary } from './canary';
import type { Claim } from './claim';
import type { IngressUse } from './ingress';
import type { OutsideCause } from './membership';
import type { Waypoint, WaypointLookup } from './waypoint';
import type { Evidence } from '../mesh/evidence';
import { compareRefs, compareText } from '../mesh/object-ref';
import type { Subject } from '../registry/subject';

/** Why a subject has the waypoint that it has, or none. The first five are Istio's own words. */
export enum BindingReason {
  /** It is bound. */
  ACCEPTED = 'WaypointAccepted',
  /** The waypoint that is named does not exist, or has no address. */
  NOT_READY = 'WaypointIsNotReady',
  /** The waypoint does not take objects of this namespace. */
  DENIED = 'AttachmentDenied',
  /** The waypoint does not take this kind of traffic. */
  UNSUPPORTED_TRAFFIC = 'UnsupportedTrafficType',
  /** A ServiceEntry that is visible in its own namespace only can't use a waypoint of another one. */
  CROSS_NAMESPACE = 'CrossNamespaceWaypointForbidden',
  /** No label names a waypoint for this kind of traffic. */
  NOT_ENROLLED = 'NotEnrolled',
  /** The label says `none`. */
  OPTED_OUT = 'OptedOut',
  /** It is a part of a waypoint, and so has none. */
  OWN_WAYPOINT = 'OwnWaypoint',
  /** It is not a part of the ambient mesh. */
  NOT_IN_AMBIENT = 'NotInAmbient',
  /** It depends on what is not in the input. */
  UNKNOWN = 'Unknown',
}

/** Where a client that ztunnel captures gets to when it dials the subject. */
export enum TrafficPath {
  TO_WAYPOINT = 'to-waypoint',
  /** Straight to the destination, with the policies of ztunnel only. */
  DIRECT = 'direct',
  /** The connection fails: the waypoint that is bound can't be reached. */
  REFUSED = 'refused',
  UNKNOWN = 'unknown',
}

interface Outcome {
  readonly subject: Subject;
  readonly path: TrafficPath;
  /** Istio's sentence; `""` where it has none. */
  readonly message: string;
  /** The label that decided. */
  readonly claim?: Claim;
}

/** The subject is bound to a waypoint. */
export interface Bound extends Outcome {
  readonly reason: BindingReason.ACCEPTED;
  readonly claim: Claim;
  readonly waypoint: Waypoint;
  /** Absent without a label, and for workload traffic. */
  readonly ingress?: IngressUse;
  /** Absent if no canary is named, and for workload traffic. */
  readonly canary?: Canary;
}

/** The waypoint that is named does not exist, or is not ready. */
export interface NotReady extends Outcome {
  readonly reason: BindingReason.NOT_READY;
  readonly claim: Claim;
  readonly lookup: WaypointLookup & { readonly waypoint: undefined };
}

/** The waypoint that is named exists and does not take the subject. */
export interface Rejected extends Outcome {
  readonly reason: BindingReason.DENIED | BindingReason.UNSUPPORTED_TRAFFIC | BindingReason.CROSS_NAMESPACE;
  readonly claim: Claim;
  readonly rejectedBy: Waypoint;
}

/** No waypoint is asked for. `claim` is there if a label of the Namespace names one for the other kind of traffic. */
export interface NotEnrolled extends Outcome {
  readonly reason: BindingReason.NOT_ENROLLED;
  /** What is not known and could enroll it after all, in a sentence. */
  readonly unknown?: string;
}

/** A label asks for no waypoint. */
export interface OptedOut extends Outcome {
  readonly reason: BindingReason.OPTED_OUT;
  readonly claim: Claim;
}

/** The subject is a part of a waypoint. */
export interface OwnWaypoint extends Outcome {
  readonly reason: BindingReason.OWN_WAYPOINT;
  readonly evidence: Evidence;
  /** The waypoint whose pod it is; absent for the Service of a waypoint. */
  readonly instanceOf?: Waypoint;
}

/** The subject is no part of the ambient mesh. */
export interface NotInAmbient extends Outcome {
  readonly reason: BindingReason.NOT_IN_AMBIENT;
  readonly cause: OutsideCause;
  readonly evidence: Evidence;
}

/** The input does not say. */
export interface Unknown extends Outcome {
  readonly reason: BindingReason.UNKNOWN;
  readonly claim: Claim;
  /** The waypoint that may be bound. */
  readonly candidate: Waypoint;
  /** What is not known, in a sentence. */
  readonly unknown: string;
}

/** Which waypoint serves a subject, and why. */
export type Binding = Bound | NotReady | Rejected | NotEnrolled | OptedOut | OwnWaypoint | NotInAmbient | Unknown;

/** The order of lists of bindings: by the name of the object, then services before workloads, then endpoints by address. */
export function compareBindings({ subject: a }: Pick<Binding, 'subject'>, { subject: b }: Pick<Binding, 'subject'>): number {
  return compareRefs(a.manifest, b.manifest) || compareText(a.traffic, b.traffic) || compareText(a.endpoint ?? '', b.endpoint ?? '');
}

/** The waypoint that serves a subject. */
export function waypointOfBinding(binding: Binding): Waypoint | undefined {
  return binding.reason === BindingReason.ACCEPTED ? binding.waypoint : undefined;
}
