import type { Construct } from 'constructs';
import { waypointOf } from './consumers';
import { AGENTGATEWAY_WAYPOINT_CLASS, INGRESS_CLASS } from '../../istio/classes';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { fullNameOf } from '../waypoint/full-name';
import { classOf } from '../waypoint/known-classes';

/**
 * Refuses, at synthesis, what the waypoint of a Service or ServiceEntry does not read because of its class. Which waypoint that is may be
 * declared later.
 * @param what what is not read, as the end of a sentence: `DestinationRules`
 * @param ways for each class that does not read it, what to write instead
 */
export function refuseUnread(user: Construct, object: LocatedObject, what: string, ways: ReadonlyMap<string, string>): void {
  user.node.addValidation({
    validate: () => {
      const waypoint = waypointOf(user, object);
      const className = waypoint && classOf(waypoint);
      const way = className && ways.get(className);
      return way ? [
        `is for ${describe(object)}, which uses waypoint ${fullNameOf(waypoint)} ("${waypoint.node.path}") of class "${className}", and its proxy does not read ${what}: ${way}`,
      ] : [];
    },
  });
}

/** An ingress gateway that serves as a waypoint has its routes for its Gateway alone. */
export const ROUTES_UNREAD: ReadonlyMap<string, string> = new Map([
  [INGRESS_CLASS, 'name the waypoint as the parent of a route, RouteParent.sandwich(…)'],
]);

/** Istio translates no traffic policies of its own for agentgateway. */
export const TRAFFIC_POLICIES_UNREAD: ReadonlyMap<string, string> = new Map([
  [AGENTGATEWAY_WAYPOINT_CLASS, 'declare a waypoint of Istio, or write what agentgateway has for it'],
]);

/** VirtualServices of the mesh are for waypoints of Istio. */
export const VIRTUAL_SERVICES_UNREAD: ReadonlyMap<string, string> = new Map([...ROUTES_UNREAD, ...TRAFFIC_POLICIES_UNREAD]);
