import { isHeadless } from '../binding/bind';
import type { Binding, TrafficPath } from '../binding/binding';
import { BindingReason, waypointOfBinding } from '../binding/binding';
import { conditionsOf, WAYPOINT_BOUND } from '../binding/conditions';
import { ingressUseOf } from '../binding/ingress';
import { waypointText } from '../binding/status-text';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';

/** How a client addresses its destination. */
export enum AddressedAs {
  /** By the address of a Service or ServiceEntry. */
  SERVICE = 'service',
  /** By the address of a pod or machine. */
  WORKLOAD = 'workload',
}

/** Which waypoint serves an object, and why. */
export interface WaypointBinding {
  /** The object that is served, as `KIND NAMESPACE/NAME`. */
  readonly subject: string;
  /** How a client addresses it. */
  readonly addressedAs: AddressedAs;
  /**
   * The address of an endpoint of a ServiceEntry.
   * @default - the binding is not that of an endpoint
   */
  readonly endpoint?: string;
  /**
   * The waypoint that serves it, as `NAMESPACE/NAME`.
   * @default - none does
   */
  readonly waypoint?: string;
  /** Why, in Istio's own word where it has one. */
  readonly reason: BindingReason;
  /** The text of the `istio.io/WaypointBound` condition; empty where Istio writes none. */
  readonly message: string;
  /** Where a client gets to that ztunnel captures. */
  readonly path: TrafficPath;
  /**
   * The object whose label decided, as `KIND NAMESPACE/NAME`.
   * @default - no label did
   */
  readonly enrolledBy?: string;
  /**
   * Whether traffic from an ingress gateway takes the waypoint too.
   * @default - no label says so
   */
  readonly ingressUseWaypoint?: boolean;
  /**
   * The canary waypoint that is named, as `NAMESPACE/NAME`, whether or not it can be used.
   * @default - none
   */
  readonly canary?: string;
  /**
   * Share of the connections that the canary takes, in percent.
   * @default - the canary takes none
   */
  readonly canaryWeight?: number;
  /** Whether it is a Service without address: even if it is bound, its waypoint sees no traffic. */
  readonly isHeadless: boolean;
}

/** A binding of the engine as users of the library see it. */
export function waypointBinding(mesh: MeshObjects, binding: Binding): WaypointBinding {
  const { subject, claim } = binding;
  const waypoint = waypointOfBinding(binding);
  return {
    subject: refText(subject.manifest),
    addressedAs: subject.traffic as AddressedAs,
    endpoint: subject.endpoint ?? undefined,
    waypoint: waypoint && waypointText(waypoint),
    reason: binding.reason,
    message: conditionsOf(mesh, binding).find(({ type }) => type === WAYPOINT_BOUND)?.message ?? '',
    path: binding.path,
    enrolledBy: claim && refText(claim.evidence.manifest),
    ingressUseWaypoint: ingressUseWaypoint(mesh, binding),
    ...canaryOf(binding),
    isHeadless: isHeadless(subject),
  };
}

function ingressUseWaypoint(mesh: MeshObjects, binding: Binding): boolean | undefined {
  const use = binding.subject.traffic === 'service' ? ingressUseOf(mesh, binding.subject) : undefined;
  return use && use.useWaypoint && binding.reason === BindingReason.ACCEPTED;
}

function canaryOf(binding: Binding): Pick<WaypointBinding, 'canary' | 'canaryWeight'> {
  const canary = binding.reason === BindingReason.ACCEPTED ? binding.canary : undefined;
  if (!canary) return {};
  const weight = canary.reason === 'WaypointAccepted' ? canary.weight ?? undefined : undefined;
  return { canary: waypointText(canary.name), canaryWeight: weight };
}
