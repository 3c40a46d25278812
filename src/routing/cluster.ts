import type { Subset } from './destination-rules';
import { subsetsAt } from './destination-rules';
import { isReferenced } from './referenced-hosts';
import type { WaypointName } from '../binding/claim';
import type { Gateway } from '../binding/gateway/controller';
import { deployedService } from '../binding/gateway/deployed-services';
import { isServedBy, servedService } from '../binding/served-by';
import type { StringMap } from '../mesh/fields';
import type { Destination } from '../mesh/kinds/istio-traffic';
import type { MeshObjects } from '../mesh/mesh-objects';
import { hasEndpoints } from '../registry/endpoints';
import { findService } from '../registry/find-service';
import type { MeshService } from '../registry/mesh-service';
import { Resolution } from '../registry/mesh-service';
import type { Unknown } from '../request/truth';
import { isUnknown } from '../request/truth';

/** What a waypoint finds where it wants to send something. */
export interface Cluster {
  readonly host: string;
  readonly port: number;
  /** The subset that is asked for, whether it exists or not. */
  readonly subset?: string;
  /** The labels that make the subset, if it exists. */
  readonly labels?: StringMap;
  /** Undefined: no such service is known. */
  readonly service?: MeshService;
  readonly state: ClusterState | Unknown;
}

export enum ClusterState {
  READY = 'ready',
  /** It exists, and nothing of it is ready. */
  NO_ENDPOINT = 'no-endpoint',
  /** The service, its port or its subset does not exist for the waypoint. */
  MISSING = 'no-cluster',
}

/** Which part of a waypoint asks. */
export type Sender = WaypointSender | GatewaySender;

/** The part of a waypoint of Istio's that is for one service. */
interface WaypointSender {
  readonly waypoint: WaypointName;
  /** The service that the client dialled. */
  readonly service: MeshService;
  /** The port that the client dialled. */
  readonly port: number;
  readonly gateway?: undefined;
}

/** A port of an ingress gateway that serves as waypoint. */
export interface GatewaySender {
  readonly waypoint: WaypointName;
  readonly port: number;
  readonly gateway: Gateway;
}

/**
 * Finds what a destination of a route leads to.
 * @see istio pilot/pkg/networking/core/listener_waypoint.go getWaypointDestinationCluster
 */
export function findCluster(mesh: MeshObjects, sender: Sender, destination: Destination): Cluster {
  const { host = '', subset } = destination;
  const known = findTarget(mesh, host, sender);
  const port = portOf(destination, known) ?? sender.port;
  const target = { host, port, ...(subset && { subset }) };
  if (!known) return { state: ClusterState.MISSING, ...target };
  const { service, isOffered } = offer(mesh, sender, known);
  const isReachable = [known, service].every((one) => hasPort(one, port)) && isOffered;
  return { service, ...isReachable ? partOf(mesh, sender, service, subset) : { state: ClusterState.MISSING }, ...target };
}

/**
 * The service that a proxy has under the host name of another, and whether it has it at all. An ingress gateway has all that its namespace
 * sees, and serves none.
 */
function offer(mesh: MeshObjects, sender: Sender, known: MeshService): { readonly service: MeshService; readonly isOffered: boolean } {
  if (sender.gateway) return { service: known, isOffered: known.resolution !== Resolution.ALIAS };
  const served = servedAs(mesh, known, sender.waypoint);
  return { service: served ?? known, isOffered: served !== undefined || isLent(mesh, sender, known) };
}

function findTarget(mesh: MeshObjects, host: string, { waypoint }: Sender): MeshService | undefined {
  return findService(mesh, host, waypoint.namespace) ?? deployedService(mesh, host);
}

/** The service that the waypoint serves under the host name of another. What istiod deploys for a Gateway may be bound to a waypoint too. */
function servedAs(mesh: MeshObjects, known: MeshService, waypoint: WaypointName): MeshService | undefined {
  if (!known.deployedFor) return servedService(mesh, known.host, waypoint);
  return isServedBy(mesh, known.owner, waypoint) ? known : undefined;
}

/** A destination need not name the port of a service that has only one. */
function portOf({ port }: Destination, service: MeshService | undefined): number | undefined {
  return port?.number ?? (service?.ports.length === 1 ? service.ports[0].number : undefined);
}

/** A service or one of its subsets. */
function partOf(mesh: MeshObjects, { waypoint }: Sender, service: MeshService, subset: string | undefined): Pick<Cluster, 'state' | 'labels'> {
  if (!subset) return { state: stateOf(mesh, service) };
  const part = subsetsAt(mesh, service, waypoint).find(({ name }) => name === subset);
  return part ? { state: stateOf(mesh, service, part), labels: part.labels } : { state: ClusterState.MISSING };
}

/** The service itself, where no route takes a connection. */
export function ownCluster(mesh: MeshObjects, service: MeshService, port: number): Cluster {
  return { host: service.host, port, service, state: stateOf(mesh, service) };
}

function stateOf(mesh: MeshObjects, service: MeshService, subset?: Subset): Cluster['state'] {
  const exists = hasEndpoints(mesh, service, subset?.labels);
  if (isUnknown(exists)) return exists;
  return exists ? ClusterState.READY : ClusterState.NO_ENDPOINT;
}

/**
 * Whether a waypoint knows a service that it does not serve, because routes lead to it.
 * @see istio pilot/pkg/networking/core/waypoint.go filterWaypointOutboundServices
 */
export function isLent(mesh: MeshObjects, { waypoint, service: from }: Omit<WaypointSender, 'port'>, service: MeshService): boolean {
  return service.resolution !== Resolution.ALIAS && isReferenced(mesh, service.host, from.host, waypoint);
}

function hasPort({ ports }: MeshService, port: number): boolean {
  return ports.some(({ number, protocol }) => number === port && protocol.family !== 'udp');
}
