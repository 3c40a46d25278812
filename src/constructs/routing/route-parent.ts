import type { Construct } from 'constructs';
import type { RenderedParent } from './rendered-parent';
import { GATEWAY_API_GROUP } from '../../istio/groups';
import { fullHosts } from '../full-hosts';
import type { ObjectRef } from '../object-ref';
import { checkPort } from '../port';
import type { SandwichWaypoint } from '../waypoint/sandwich-waypoint';
import { referTo } from '../waypoint/waypoint-references';

/** Options of a Service or ServiceEntry as the parent of a route. */
export interface RouteParentOptions {
  /**
   * The port whose requests the route is for.
   * @default - all ports
   */
  readonly port?: number;
}

/** Options of a sandwich waypoint as the parent of a route. */
export interface SandwichParentOptions {
  /**
   * The name of the listener whose requests the route is for.
   * @default - all listeners
   */
  readonly sectionName?: string;
}

/**
 * What a route belongs to: the Service or ServiceEntry whose requests it routes. The Gateway of an Istio waypoint is no
 * parent: Istio ignores such a route without a word. Only a sandwich waypoint takes routes by its Gateway.
 */
export class RouteParent {
  /** Requests to a Service. */
  public static service(service: ObjectRef, options: RouteParentOptions = {}): RouteParent {
    return new RouteParent((scope) => parentOf(scope, service, 'Service', options));
  }

  /** Requests to a ServiceEntry. */
  public static serviceEntry(entry: ObjectRef, options: RouteParentOptions = {}): RouteParent {
    return new RouteParent((scope) => parentOf(scope, entry, 'ServiceEntry', options));
  }

  /** Requests that reach the Gateway of a sandwich waypoint. */
  public static sandwich(waypoint: SandwichWaypoint, options: SandwichParentOptions = {}): RouteParent {
    return new RouteParent((scope) => {
      referTo(scope, waypoint);
      return {
        namespace: waypoint.waypointNamespace,
        isGateway: true,
        ref: { group: GATEWAY_API_GROUP, kind: 'Gateway', name: waypoint.waypointName, ...(options.sectionName && { sectionName: options.sectionName }) },
      };
    });
  }

  private constructor(private readonly parent: (scope: Construct) => RenderedParent) {}

  /** @internal */
  public _render(scope: Construct): RenderedParent {
    return this.parent(scope);
  }
}

function parentOf(scope: Construct, ref: ObjectRef, kind: string, { port }: RouteParentOptions): RenderedParent {
  const object = ref._atAs(scope, kind);
  const { apiGroup: group, namespace, name } = object;
  return {
    namespace,
    isGateway: false,
    object,
    hosts: fullHosts(object),
    ref: { group, kind, name, ...(port !== undefined && { port: checkPort(scope, port) }) },
  };
}
