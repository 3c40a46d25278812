import type { Answer, Fact, Facts } from './facts';
import { byType, nameOf } from './ours';
import { selectorText } from './selector-text';
import type { AllowedRoutes } from '../../src/binding/allowed-routes';
import { findWaypoint } from '../../src/binding/waypoint';
import { GATEWAY } from '../../src/mesh/kinds/gateway-api';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { GatewayStatus } from '../../src/mesh/settings';
import { gatewayConditions } from '../../src/routing/gateway/gateway-status';
import type { ListenerStatus } from '../../src/routing/gateway/listener-status';

function keyOf(name: string): string {
  return `Gateway/${name}`;
}

/** What Istio's code writes to Gateways and their listeners. */
export function judgedGateways({ gateways }: Answer): Facts {
  return new Map(Object.entries(gateways).map(([key, { writtenByIstiod, conditions, listeners = {} }]): [string, Fact] =>
    [keyOf(key), writtenByIstiod ? { writtenByIstiod, conditions, listeners } : { writtenByIstiod }]));
}

/** What our side expects there. Whether a Gateway is programmed is not known where nothing is deployed. */
export function ourGateways(mesh: MeshObjects): Facts {
  const isTold = (type: string): boolean => type !== 'Programmed' || mesh.gatewayStatus === GatewayStatus.ASSUME;
  return new Map(mesh.all(GATEWAY).map((gateway): [string, Fact] => {
    const status = gatewayConditions(mesh, gateway);
    if (!status) return [keyOf(nameOf(gateway)), { writtenByIstiod: false }];
    return [keyOf(nameOf(gateway)), {
      writtenByIstiod: true,
      conditions: byType(status.conditions.filter(({ type }) => isTold(type))),
      listeners: Object.fromEntries(status.listeners.map((listener) => [listener.name, listenerFact(listener)])),
    }];
  }));
}

function listenerFact({ attachedRoutes, conditions }: ListenerStatus): Fact {
  return { attachedRoutes, conditions: byType(conditions) };
}

/** How Istio's code uses Gateways as waypoints. */
export function judgedWaypoints({ gateways }: Answer): Facts {
  return new Map(Object.entries(gateways).map(([key, { waypoint = null }]) => [keyOf(key), { waypoint }]));
}

/** How our side uses them. */
export function ourWaypoints(mesh: MeshObjects): Facts {
  return new Map(mesh.all(GATEWAY).map((gateway) => [keyOf(nameOf(gateway)), { waypoint: waypointFact(mesh, gateway) }]));
}

function waypointFact(mesh: MeshObjects, name: { readonly namespace: string; readonly name: string }): Fact | null {
  const { waypoint } = findWaypoint(mesh, name);
  if (!waypoint) return null;
  const { trafficType, allowedRoutes, inboundBinding } = waypoint;
  return { trafficType, allowedRoutes: allowedFact(allowedRoutes), ...(inboundBinding && { binding: inboundBinding }) };
}

function allowedFact({ namespacesFrom, selector }: AllowedRoutes): Fact {
  if (namespacesFrom !== 'Selector') return { from: namespacesFrom };
  const text = selectorText(selector);
  return { from: namespacesFrom, selector: text, matchesAll: selector !== undefined && text === '' };
}
