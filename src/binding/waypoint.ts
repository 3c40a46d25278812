import { isIP } from 'node:net';
import type { AllowedRoutes } from './allowed-routes';
import { allowedRoutesOf } from './allowed-routes';
import type { WaypointName } from './claim';
import type { Readiness, ReadyCause } from './gateway/deployment';
import { dialledService } from './gateway/named-services';
import { instancesFor } from './gateway/proxy-instances';
import { readinessOf } from './gateway/readiness';
import { inboundBindingOf } from './inbound-binding';
import type { InboundBinding } from './inbound-binding';
import { HBONE_PORT } from '../istio/classes';
import { GATEWAY_NAME, WAYPOINT_FOR } from '../istio/labels';
import { findLabel, labelsOf } from '../mesh/evidence';
import type { Evidence } from '../mesh/evidence';
import type { Listener } from '../mesh/kinds/gateway-api';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import { hasLabels } from '../mesh/label-selector';
import type { ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refIn } from '../mesh/object-ref';
import { remember } from '../mesh/remember';
import { endpointsOf } from '../registry/endpoints';
import type { Traffic } from '../registry/subject';
import type { Workload } from '../registry/workloads';

type Gateway = ManifestOf<typeof GATEWAY>;

/** A Gateway that can serve as a waypoint, of whatever class. */
export interface Waypoint extends WaypointName {
  /** Absent if it exists elsewhere: then Istio's defaults are taken for what its Gateway says. */
  readonly gateway?: Gateway;
  /** `service`, `workload`, `all`, `none`; any other value acts as `none`. */
  readonly trafficType: string;
  /** The label that says so; absent: the default holds. */
  readonly trafficTypeLabel?: Evidence;
  readonly inboundBinding?: InboundBinding;
  readonly allowedRoutes: AllowedRoutes;
  /** What clients find at its addresses. */
  readonly reach: Reach;
}

/** What clients find at the addresses of a waypoint. */
export enum Reach {
  /** The waypoint. */
  OPEN = 'open',
  /** Nothing that takes HBONE: connections fail. */
  REFUSED = 'refused',
  /** Nothing of the mesh, as at the address of a load balancer: connections fail. */
  LOST = 'lost',
  /** No address that istiod can use: clients are not told of the waypoint and go direct. */
  UNUSABLE = 'unusable',
}

/** The waypoint of a name, or why there is none: no such Gateway, or one that is not ready. */
export type WaypointLookup =
  | { readonly waypoint: Waypoint }
  | { readonly waypoint: undefined; readonly gateway?: Gateway; readonly readiness?: Readiness & { readonly isReady: false } };

/** Looks a waypoint up. */
export function findWaypoint(mesh: MeshObjects, { namespace, name }: WaypointName): WaypointLookup {
  const gateway = mesh.find(GATEWAY, namespace, name);
  if (!gateway) return { waypoint: mesh.isAssumed(refIn(GATEWAY, namespace, name)) ? elsewhere(namespace, name) : undefined };
  return lookups(mesh)(gateway);
}

const lookups = remember((mesh: MeshObjects) => remember((gateway: Gateway): WaypointLookup => {
  const readiness = readinessOf(mesh, gateway);
  return readiness.isReady ? { waypoint: waypointOf(mesh, gateway, readiness.cause) } : { waypoint: undefined, gateway, readiness };
}));

/** All waypoints that are in the input, by namespace and name. */
export function waypointsOf(mesh: MeshObjects): Waypoint[] {
  return mesh.all(GATEWAY).flatMap((gateway) => findWaypoint(mesh, gateway).waypoint ?? []);
}

/** Whether a waypoint takes traffic of that kind. */
export function takes(waypoint: Waypoint, traffic: Traffic): boolean {
  return waypoint.trafficType === traffic || waypoint.trafficType === 'all';
}

function elsewhere(namespace: string, name: string): Waypoint {
  return { namespace, name, trafficType: 'service', allowedRoutes: { namespacesFrom: 'All' }, reach: Reach.OPEN };
}

/** @see istio pilot/pkg/serviceregistry/ambient/waypoints.go gatewayToWaypointTransform, makeWaypoint */
function waypointOf(mesh: MeshObjects, gateway: Gateway, cause: ReadyCause): Waypoint {
  const gatewayClass = mesh.find(GATEWAY_CLASS, '', gateway.body.spec?.gatewayClassName ?? '');
  const inboundBinding = inboundBindingOf(gateway, gatewayClass);
  const label = findLabel(labelsOf(gateway, gatewayClass), WAYPOINT_FOR);
  return {
    namespace: gateway.namespace,
    name: gateway.name,
    gateway,
    trafficType: label?.value ?? 'service',
    ...(label && { trafficTypeLabel: label }),
    ...(inboundBinding && { inboundBinding }),
    allowedRoutes: allowedRoutesOf(mesh, gateway, inboundBinding),
    reach: reachOf(mesh, gateway, cause, inboundBinding),
  };
}

function reachOf(mesh: MeshObjects, gateway: Gateway, cause: ReadyCause, inboundBinding: InboundBinding | undefined): Reach {
  switch (cause) {
    case 'foreign': return Reach.OPEN;
    case 'deployed': return reachOfDeployed(gateway.body.spec?.listeners, inboundBinding);
    case 'manual': return reachOfManual(mesh, gateway, inboundBinding);
    case 'remote': return reachOfAddresses(gateway.body.spec?.addresses);
    case 'status': return reachOfAddresses(gateway.body.status?.addresses);
  }
}

/** The generated Service has the ports of the listeners, and clients dial 15008 whatever those are. */
function reachOfDeployed(listeners: readonly Listener[] | undefined, inboundBinding: InboundBinding | undefined): Reach {
  return inboundBinding?.port || listeners?.some(({ port }) => port === HBONE_PORT) ? Reach.OPEN : Reach.REFUSED;
}

/** Ztunnel asks for port 15008 of the service, which it may lack only where pods of the waypoint say to which port they want traffic. */
function reachOfManual(mesh: MeshObjects, gateway: Gateway, inboundBinding: InboundBinding | undefined): Reach {
  const service = dialledService(mesh, gateway);
  if (!service) return Reach.LOST;
  const own = { [GATEWAY_NAME]: gateway.name };
  const isPart = ({ pod, isReady, labels }: Workload) => pod !== undefined && isReady && hasLabels(labels, own);
  if (inboundBinding?.port && endpointsOf(mesh, service).some(isPart)) return Reach.OPEN;
  return instancesFor(mesh, gateway, [service]).get(HBONE_PORT)?.some(({ isReady }) => isReady) ? Reach.OPEN : Reach.REFUSED;
}

/** @see istio pilot/pkg/serviceregistry/ambient/waypoints.go getGatewayAddress */
function reachOfAddresses(addresses: readonly { readonly type?: string; readonly value?: string }[] = []): Reach {
  const isUsable = addresses.some(({ type, value = '' }) => type === 'Hostname' || (type === 'IPAddress' && isIP(value) !== 0));
  return isUsable ? Reach.OPEN : Reach.UNUSABLE;
}
