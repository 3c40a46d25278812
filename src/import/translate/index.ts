import { authorizationItem } from './authorization-policy';
import { tcpRouteItem, tlsRouteItem } from './connection-route';
import { envoyFilterItem, luaItem, wasmItem } from './extension';
import { grpcRouteItem } from './grpc-route';
import { httpRouteItem } from './http-route';
import { telemetryItem } from './telemetry';
import { trafficPolicyItem } from './traffic-policy';
import { classDefaultsItem } from './waypoint-class';
import { EXTENSIONS_GROUP, GATEWAY_API_GROUP, NETWORKING_GROUP, SECURITY_GROUP, TELEMETRY_GROUP } from '../../istio/groups';
import type { Item } from '../item';
import { isClassDefaults } from '../relevance';
import type { Scope } from '../scope';
import type { SourceObject } from '../source-object';

/**
 * Says an object with a construct.
 * @throws NotCovered if no construct can say it
 */
export type Translation = (object: SourceObject, scope: Scope) => Item;

/** The kinds of which one object is one construct. */
const TRANSLATIONS: Readonly<Record<string, Translation | undefined>> = {
  [`${GATEWAY_API_GROUP}/HTTPRoute`]: httpRouteItem,
  [`${GATEWAY_API_GROUP}/GRPCRoute`]: grpcRouteItem,
  [`${GATEWAY_API_GROUP}/TCPRoute`]: tcpRouteItem,
  [`${GATEWAY_API_GROUP}/TLSRoute`]: tlsRouteItem,
  [`${SECURITY_GROUP}/AuthorizationPolicy`]: authorizationItem,
  [`${NETWORKING_GROUP}/DestinationRule`]: trafficPolicyItem,
  [`${NETWORKING_GROUP}/EnvoyFilter`]: envoyFilterItem,
  [`${EXTENSIONS_GROUP}/WasmPlugin`]: wasmItem,
  [`${EXTENSIONS_GROUP}/TrafficExtension`]: luaItem,
  [`${TELEMETRY_GROUP}/Telemetry`]: telemetryItem,
};

/** How objects of a kind are translated; undefined if no construct writes them. */
export function translationOf(object: SourceObject): Translation | undefined {
  const { group, kind } = object;
  if (isClassDefaults(object)) return classDefaultsItem;
  return TRANSLATIONS[`${group}/${kind}`];
}
