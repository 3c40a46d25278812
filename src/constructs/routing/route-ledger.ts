import type { Construct } from 'constructs';
import { Istio } from '../istio';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { Notes } from '../notes';
import { problem } from '../problem';

/** What a route takes of the traffic to its parent, as far as another route can be in its way. */
export interface RouteClaim {
  /** The kind of what is written for it. */
  readonly kind: 'HTTPRoute' | 'GRPCRoute' | 'TCPRoute' | 'TLSRoute' | 'VirtualService';
  /** The namespace of the route. */
  readonly namespace: string;
  /** The port of the parent; undefined for all. */
  readonly port?: number;
  /** Whether it takes all that comes, so that what is after it is never asked. */
  readonly takesAll: boolean;
}

/** The kinds that route connections; all others route requests, HTTP and gRPC. */
const FOR_CONNECTIONS = ['TCPRoute', 'TLSRoute'];

interface Declaration extends RouteClaim {
  readonly by: Construct;
}

const ledger = new Notes<Declaration>();

/**
 * Notes a route for a Service or ServiceEntry.
 * @throws if another route of the app hides it, is hidden by it, or leaves open which of the two counts
 */
export function declareRoute(by: Construct, parent: LocatedObject, claim: RouteClaim): void {
  const key = describe(parent);
  const declaration = { by, ...claim };
  for (const other of ledger.of(by, key).filter((candidate) => candidate.by !== by)) {
    const complaint = conflictOf(declaration, other);
    if (complaint) throw problem(by, `routes ${key}, and so does "${other.by.node.path}": ${complaint}`);
  }
  ledger.add(key, declaration);
}

/** Why two routes can't stand beside each other, and what to do. */
function conflictOf(one: Declaration, other: Declaration): string | undefined {
  const areForConnections = FOR_CONNECTIONS.includes(one.kind);
  if (areForConnections !== FOR_CONNECTIONS.includes(other.kind)) return undefined;
  if (one.kind === 'VirtualService' && other.kind === 'VirtualService') return 'only the older of two VirtualServices is sure to count, so write one';
  if (one.kind === 'VirtualService' || other.kind === 'VirtualService') {
    return 'Istio leaves open which of a VirtualService and a route counts, so write the rules of both in one of them';
  }
  const overlaps = one.port === undefined || other.port === undefined || one.port === other.port;
  return areForConnections ? connectionConflict(one, other, overlaps) : requestConflict(one, other, overlaps);
}

/** @see istio pilot/pkg/networking/core/listener_waypoint.go getWaypointTCPRoutes */
function connectionConflict(one: Declaration, other: Declaration, overlaps: boolean): string | undefined {
  if (!overlaps) return undefined;
  return one.kind === other.kind
    ? 'a waypoint takes the first of them and leaves the other, so write the backends of both in one, or a "port" for each'
    : 'a waypoint takes the TLSRoute and leaves the TCPRoute, so keep one of the two, or write a "port" for each';
}

/**
 * Routes of one namespace for one port, or both for none, become one; others are asked one after the other, by age.
 * @see istio pilot/pkg/config/kube/gateway/route_collections.go HTTPRouteCollection
 */
function requestConflict(one: Declaration, other: Declaration, overlaps: boolean): string | undefined {
  if (one.namespace === other.namespace && one.port === other.port) {
    return one.takesAll && other.takesAll
      ? 'both take all requests, and the older one gets them, so leave the rule without matches to one of them'
      : undefined;
  }
  if (!Istio._supports(one.by, 'allVirtualServices')) {
    return `Istio ${Istio._of(one.by)} takes routes of one namespace for the same "port" only, and leaves the others, so give both the same, or write one route`;
  }
  if (!overlaps || !(one.takesAll || other.takesAll)) return undefined;
  return 'the older one is asked first, and one that takes all requests hides the other, so give both the same namespace and "port"';
}
