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
  const offer = offerOf(mesh, sender, known);
  const { service, isOffered } = offer;
  const isReachable = [known, service].every((one) => hasPort(one, port)) && isOffered;
  return { service, ...isReachable ? partOf(mesh, sender, offer, subset) : { state: ClusterState.MISSING }, ...target };
}

/** What a proxy has under the host name of a service. */
interface Offer {
  readonly service: MeshService;
  readonly isServed: boolean;
  /** Whether it has it at all. */
  readonly isOffered: boolean;
}

/** An ingress gateway has all that its namespace sees, and serves none. */
function offerOf(mesh: MeshObjects, sender: Sender, known: MeshService): Offer {
  if (sender.gateway) return { service: known, isServed: false, isOffered: known.resolution !== Resolution.ALIAS };
  const served = servedAs(mesh, known, sender.waypoint);
  const isServed = served !== undefined;
  return { service: served ?? known, isServed, isOffered: isServed || isLent(mesh, sender, known) };
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

/**
 * A service or one of its subsets. Where its name is looked up the proxy has the endpoints with the cluster: one without any is not there,
 * and in those of what a waypoint serves a subset is not looked for.
 * @see istio pilot/pkg/networking/core/cluster_builder.go buildCluster
 * @see istio pilot/pkg/networking/core/cluster_waypoint.go buildWaypointInboundVIPCluster
 */
function partOf(mesh: MeshObjects, { waypoint }: Sender, { service, isServed }: Offer, subset?: string): Pick<Cluster, 'state' | 'labels'> {
  const part = subset ? subsetsAt(mesh, service, waypoint).find(({ name }) => name === subset) : WHOLE;
  if (!part) return { state: ClusterState.MISSING };
  if (service.resolution !== Resolution.DNS) return { state: stateOf(mesh, service, part.labels), labels: part.labels };
  if (isServed) return { state: stateOf(mesh, service) };
  const state = stateOf(mesh, service, part.labels);
  return { state: state === ClusterState.NO_ENDPOINT ? ClusterState.MISSING : state, labels: part.labels };
}

const WHOLE: Pick<Subset, 'labels'> = { labels: {} };

/** The service itself, where no route takes a connection. */
export function ownCluster(mesh: MeshObjects, service: MeshService, port: number): Cluster {
  return { host: service.host, port, service, state: stateOf(mesh, service) };
}

function stateOf(mesh: MeshObjects, service: MeshService, labels?: StringMap): Cluster['state'] {
  const exists = hasEndpoints(mesh, service, labels);
  if (isUnknown(exists)) return exists;
  return exists ? ClusterState.READY : ClusterState.NO_ENDPOINT;
}

/**
 * Whether a waypoint knows a service that it does not serve, because routes lead to it.
 * @see istio pilot/pkg/networking/core/waypoint.go filterWaypointOutboundServices
 */
function isLent(mesh: MeshObjects, { waypoint, service: from }: Omit<WaypointSender, 'port'>, service: MeshService): boolean {
  return service.resolution !== Resolution.ALIAS && isReferenced(mesh, service.host, from.host, waypoint);
}

function hasPort({ ports }: MeshService, port: number): boolean {
  return ports.some(({ number, protocol }) => number === port && protocol.family !== 'udp');
}
