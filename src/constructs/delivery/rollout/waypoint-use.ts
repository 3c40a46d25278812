import type { Live } from './moments';
import { objectKey } from './output';
import type { Identity } from './seen-identity';
import { GATEWAY_API_GROUP } from '../../../istio/groups';
import { NAMESPACE_NAME, SERVICE_ACCOUNT, USE_WAYPOINT_CANARY, USE_WAYPOINT_CANARY_NAMESPACE, WAYPOINT_FOR } from '../../../istio/labels';
import { refusesNamespace } from '../admission';
import type { Manifest } from '../manifest';
import { namedWaypoint } from '../manifest';

/** Something that requests are sent to. */
export interface Destination {
  /** The object that may have a label: for those of a namespace that have none it is the Namespace. */
  readonly key: string;
  readonly kind: string;
  readonly namespace: string;
  /** Empty for those of a namespace that have no label. */
  readonly name: string;
}

/** How a destination uses a waypoint. */
export interface WaypointUse {
  /** `namespace/name`; undefined if it uses none. */
  readonly waypoint?: string;
  /** Whether the waypoint is there and takes the traffic. */
  readonly isTaken: boolean;
  /** Whom ztunnel sees behind it. */
  readonly identity?: Identity;
  /** The labels of namespaces that the waypoint admits, where they decide and are not known. */
  readonly condition?: string;
}

/** What takes no traffic to services, and what takes none to workloads. */
const UNTAKEN = { service: ['workload', 'none'], workload: ['service', 'none'] };
const SERVICE_KINDS = ['Service', 'ServiceEntry'];

/**
 * The waypoint that a destination uses, and the canary of that, if it is there: the first takes all until then.
 * @param declared the waypoints of the app, at any moment: others exist elsewhere
 */
export function usesOf(live: Live, destination: Destination, declared: ReadonlySet<string>): WaypointUse[] {
  const labels = labelsFor(live, destination);
  const main = namedWaypoint(labels, destination.namespace);
  if (main === undefined) return [{ isTaken: false }];
  const canary = namedWaypoint(labels, destination.namespace, USE_WAYPOINT_CANARY, USE_WAYPOINT_CANARY_NAMESPACE);
  const shared = canary === undefined ? [] : [useOf(live, destination, canary, declared)].filter(({ isTaken }) => isTaken);
  return [useOf(live, destination, main, declared), ...shared];
}

/** The labels that count: those of an object hide those of its namespace. */
function labelsFor(live: Live, { key, namespace }: Destination): Record<string, string> {
  return live.get(key)?.metadata.labels ?? live.get(objectKey('', 'Namespace', '', namespace))?.metadata.labels ?? {};
}

function useOf(live: Live, destination: Destination, waypoint: string, declared: ReadonlySet<string>): WaypointUse {
  const [namespace, name] = waypoint.split('/');
  const gateway = live.get(objectKey(GATEWAY_API_GROUP, 'Gateway', namespace, name));
  if (!gateway) return { waypoint, isTaken: !declared.has(waypoint) };
  const isTaken = !refusesNamespace(gateway, destination.namespace) && takes(gateway, destination.kind);
  const identity = { namespace, serviceAccount: gateway.metadata.annotations?.[SERVICE_ACCOUNT] ?? name };
  return { waypoint, isTaken, identity, condition: conditionOf(gateway) };
}

/** Where nothing is written the class may say which traffic it is: then it is taken. */
function takes({ metadata }: Manifest, kind: string): boolean {
  const traffic = metadata.labels?.[WAYPOINT_FOR];
  return !UNTAKEN[SERVICE_KINDS.includes(kind) ? 'service' : 'workload'].includes(traffic);
}

/** The selectors of a Gateway that depend on more than the names of namespaces; undefined if there are none. */
function conditionOf({ spec }: Manifest): string | undefined {
  const selectors: Manifest[] = (spec?.listeners ?? []).map(({ allowedRoutes }: Manifest) => allowedRoutes?.namespaces?.selector ?? {});
  const others = selectors.filter(({ matchLabels = {}, matchExpressions = [] }) =>
    Object.keys(matchLabels).some((key) => key !== NAMESPACE_NAME)
    || matchExpressions.some(({ key, operator }: Manifest) => key !== NAMESPACE_NAME || operator !== 'In'));
  return others.length > 0 ? JSON.stringify(others) : undefined;
}
