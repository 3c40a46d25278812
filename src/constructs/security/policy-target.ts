import type { Construct } from 'constructs';
import type { RenderedTarget } from './rendered-target';
import { WAYPOINT_CLASS } from '../../istio/classes';
import { GATEWAY_API_GROUP } from '../../istio/groups';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import { Istio } from '../istio';
import { checkObjectName, namespaceOf } from '../names';
import type { ObjectRef } from '../object-ref';
import type { IWaypoint } from '../waypoint/waypoint';
import { referTo } from '../waypoint/waypoint-references';
import { withCanary } from '../waypoint/with-canary';

/** Options for a policy that every waypoint of the mesh enforces. */
export interface EveryWaypointOptions {
  /**
   * The root namespace of the mesh: Istio honours such a policy only there.
   * @default 'istio-system'
   */
  readonly rootNamespace?: string;
}

/**
 * What a policy is about at a waypoint. Istio honours a policy only in the namespace of its target, so the target
 * decides where the manifest goes.
 */
export class PolicyTarget {
  /** All that passes a waypoint, or its canary, for every service and every namespace that uses it. */
  public static waypoint(waypoint: IWaypoint): PolicyTarget {
    return new PolicyTarget((scope) => {
      referTo(scope, waypoint);
      return {
        namespace: waypoint.waypointNamespace,
        refs: withCanary(waypoint).map(({ waypointName: name }) => ({ group: GATEWAY_API_GROUP, kind: 'Gateway', name })),
        waypoint,
      };
    });
  }

  /** Requests to one Service, at whatever waypoint it uses. */
  public static service(service: ObjectRef): PolicyTarget {
    return new PolicyTarget((scope) => targetOf(scope, service, 'Service'));
  }

  /** Requests to one ServiceEntry, at whatever waypoint it uses. */
  public static serviceEntry(entry: ObjectRef): PolicyTarget {
    return new PolicyTarget((scope) => targetOf(scope, entry, 'ServiceEntry'));
  }

  /** All that passes any waypoint of the mesh, whatever its class. Needs Istio 1.25. */
  public static everyWaypoint(options: EveryWaypointOptions = {}): PolicyTarget {
    return new PolicyTarget((scope) => {
      Istio._require(scope, 'classPolicies', 'a target of every waypoint');
      return {
        namespace: namespaceOf(scope, options.rootNamespace ?? ROOT_NAMESPACE),
        refs: [{ group: GATEWAY_API_GROUP, kind: 'GatewayClass', name: WAYPOINT_CLASS }],
      };
    });
  }

  /**
   * All that passes an ingress gateway of Istio.
   * @internal
   */
  public static _ingressGateway(namespace: string, name: string): PolicyTarget {
    return new PolicyTarget((scope) => ({
      namespace: namespaceOf(scope, namespace),
      refs: [{ group: GATEWAY_API_GROUP, kind: 'Gateway', name: checkObjectName(scope, 'the name of the Gateway', name) }],
    }));
  }

  private constructor(private readonly target: (scope: Construct) => RenderedTarget) {}

  /** @internal */
  public _render(scope: Construct): RenderedTarget {
    return this.target(scope);
  }
}

function targetOf(scope: Construct, ref: ObjectRef, kind: string): RenderedTarget {
  const { apiGroup: group, namespace, name } = ref._atAs(scope, kind);
  return { namespace, refs: [{ group, kind, name }], object: ref };
}
