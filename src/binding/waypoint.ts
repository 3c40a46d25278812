import { isIP } from 'node:net';
import type { AllowedRoutes } from './allowed-routes';
import { allowedRoutesOf } from './allowed-routes';
import type { WaypointName } from './claim';
import type { InboundBinding } from './inbound-binding';
import { inboundBindingOf } from './inbound-binding';
import type { Readiness, ReadyCause } from './readiness';
import { readinessOf } from './readiness';
import { HBONE_PORT } from '../istio/classes';
import { WAYPOINT_FOR } from '../istio/labels';
import { findLabel, labelsOf } from '../mesh/evidence';
import type { Evidence } from '../mesh/evidence';
import type { Listener } from '../mesh/kinds/gateway-api';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import type { ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import type { Traffic } from '../registry/subject';

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
  if (!gateway) return { waypoint: mesh.isAssumed({ ...GATEWAY, namespace, name }) ? elsewhere(namespace, name) : undefined };
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
    reach: reachOf(gateway, cause, inboundBinding),
  };
}

function reachOf({ body: { spec, status } }: Gateway, cause: ReadyCause, inboundBinding: InboundBinding | undefined): Reach {
  if (cause === 'foreign') return Reach.OPEN;
  if (cause === 'deployed') return inboundBinding?.port || listensForHbone(spec?.listeners) ? Reach.OPEN : Reach.REFUSED;
  return hasUsableAddress((cause === 'remote' ? spec : status)?.addresses) ? Reach.OPEN : Reach.UNUSABLE;
}

/** The generated Service has the ports of the listeners, and clients dial 15008 whatever those are. */
function listensForHbone(listeners: readonly Listener[] | undefined): boolean {
  return listeners?.some(({ port }) => port === HBONE_PORT) ?? false;
}

/** @see istio pilot/pkg/serviceregistry/ambient/waypoints.go getGatewayAddress */
function hasUsableAddress(addresses: readonly { readonly type?: string; readonly value?: string }[] | undefined): boolean {
  return addresses?.some(({ type, value = '' }) => type === 'Hostname' || (type === 'IPAddress' && isIP(value) !== 0)) ?? false;
}
