import type { Client } from './client';
import { ClientClass } from './client';
import type { Destination } from './destination';
import type { Binding, Bound } from '../binding/binding';
import { BindingReason, TrafficPath } from '../binding/binding';
import { bindingOf, workloadBindingOf } from '../binding/served-by';
import type { Waypoint } from '../binding/waypoint';
import type { MeshObjects } from '../mesh/mesh-objects';
import { isHeadless, Resolution } from '../registry/mesh-service';

/** Where a request gets to first. */
export enum ClientOutcome {
  TO_WAYPOINT = 'to-waypoint',
  /** Straight to the destination, which has no waypoint for this kind of traffic. */
  DIRECT = 'direct',
  /** Straight to the destination, past its waypoint. */
  BYPASS = 'bypass',
  /** To an address that is not in the mesh. */
  PASSTHROUGH = 'passthrough',
  /** The waypoint is bound and can't be reached. */
  REFUSED = 'refused',
  UNKNOWN = 'unknown',
}

/** Why a request gets to where it gets first. */
export type FirstHopCause =
  | 'bound' | 'not-bound' | 'ingress-uses-waypoint' | 'no-listener' | 'binding-unknown'
  /** Why the waypoint is bypassed. */
  | 'not-captured' | 'sidecar' | 'ingress-bypasses' | 'no-address' | 'dials-pods' | 'unusable-address' | 'name-lookup'
  | 'not-in-mesh';

/** What a client's own end does with a request. */
export interface FirstHop {
  readonly outcome: ClientOutcome;
  readonly cause: FirstHopCause;
  /** Absent for an address that is not in the mesh. */
  readonly binding?: Binding;
  /** The waypoints that take it, with their shares in percent; none: it goes past them. */
  readonly waypoints: readonly { readonly waypoint: Waypoint; readonly share: number }[];
}

/**
 * Where a request gets to first.
 * @see ztunnel src/proxy/outbound.rs build_request
 * @see istio pilot/pkg/xds/endpoints/endpoint_builder.go findServiceWaypoint
 */
export function firstHop(mesh: MeshObjects, client: Client, destination: Destination): FirstHop {
  if (destination.kind === 'elsewhere' || (destination.kind === 'workload' && destination.workload.pod?.hostNetwork)) return { outcome: ClientOutcome.PASSTHROUGH, cause: 'not-in-mesh', waypoints: [] };
  const binding = destination.kind === 'service'
    ? bindingOf(mesh, destination.service.owner)
    : workloadBindingOf(mesh, destination.workload);
  if (binding.reason === BindingReason.UNKNOWN) return past(ClientOutcome.UNKNOWN, 'binding-unknown', binding);
  if (binding.reason !== BindingReason.ACCEPTED) return passed(mesh, destination) ?? past(ClientOutcome.DIRECT, 'not-bound', binding);
  const detour = detourOf(client, destination, binding);
  return detour ? past(ClientOutcome.BYPASS, detour, binding) : towards(client, binding);
}

function past(outcome: ClientOutcome, cause: FirstHopCause, binding: Binding): FirstHop {
  return { outcome, cause, binding, waypoints: [] };
}

/** Who dials the pods of a service goes past the waypoint of the service. */
function passed(mesh: MeshObjects, destination: Destination): FirstHop | undefined {
  const service = destination.kind === 'workload' ? destination.endpointOf : undefined;
  const binding = service && bindingOf(mesh, service.owner);
  if (binding?.reason !== BindingReason.ACCEPTED) return undefined;
  return past(ClientOutcome.BYPASS, isHeadless(service!) ? 'no-address' : 'dials-pods', binding);
}

/** Why a client does not take the waypoint that is bound; undefined: it does. */
function detourOf(client: Client, destination: Destination, binding: Bound): FirstHopCause | undefined {
  if (client.clientClass === ClientClass.INGRESS) return ingressDetour(destination, binding);
  if (client.clientClass === ClientClass.SIDECAR) return 'sidecar';
  if (!client.isCaptured) return 'not-captured';
  if (destination.kind === 'service' && isHeadless(destination.service)) return 'no-address';
  return binding.path === TrafficPath.DIRECT ? 'unusable-address' : undefined;
}

/** An ingress gateway takes the waypoint of a service that says so, has an address, and whose endpoints Istio knows. */
function ingressDetour(destination: Destination, binding: Bound): FirstHopCause | undefined {
  if (destination.kind !== 'service' || !binding.ingress?.useWaypoint) return 'ingress-bypasses';
  if (isHeadless(destination.service)) return 'no-address';
  if (destination.service.resolution === Resolution.DNS) return 'name-lookup';
  return binding.path === TrafficPath.DIRECT ? 'unusable-address' : undefined;
}

function towards({ clientClass }: Client, binding: Bound): FirstHop {
  if (binding.path === TrafficPath.REFUSED) return past(ClientOutcome.REFUSED, 'no-listener', binding);
  const cause = clientClass === ClientClass.INGRESS ? 'ingress-uses-waypoint' : 'bound';
  return { outcome: ClientOutcome.TO_WAYPOINT, cause, binding, waypoints: shares(binding) };
}

/** The canary takes its share of connections. */
function shares({ waypoint, canary }: Bound): FirstHop['waypoints'] {
  const weight = canary?.reason === 'WaypointAccepted' ? canary.weight ?? 0 : 0;
  const all = [{ waypoint, share: 100 - weight }, ...canary?.reason === 'WaypointAccepted' ? [{ waypoint: canary.waypoint, share: weight }] : []];
  return all.filter(({ share }) => share > 0);
}
