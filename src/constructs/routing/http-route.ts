import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Backend } from './backend';
import type { HttpRule } from './http-rule';
import { renderRule } from './http-rule-manifest';
import type { RenderedParent } from './rendered-parent';
import type { RouteParent } from './route-parent';
import type { HttpRouteSpec } from '../../../imports/gateway.networking.k8s.io';
import { GATEWAY_API_VERSION } from '../../istio/groups';
import { namespaceOf } from '../names';
import { claimObjectName } from '../object-name';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** Properties of `HttpRoute`. */
export interface HttpRouteProps {
  /** Whose requests are routed. At least one. */
  readonly parents: RouteParent[];
  /**
   * The rules. At least one, or else `backends`.
   * @default - one rule for all requests, with `backends`
   */
  readonly rules?: HttpRule[];
  /**
   * Short form of one rule that sends all requests to these backends by weight.
   * @default - none; then there are `rules`
   */
  readonly backends?: Backend[];
  /**
   * Host names of the requests. Only for sandwich waypoints: at an Istio waypoint they have no effect.
   * @default - those of the listeners
   */
  readonly hostnames?: string[];
  /**
   * The namespace of the route. Istio honours a route only in the namespace of the service or of its waypoint.
   * @default - the namespace of the first parent
   */
  readonly namespace?: string;
  /**
   * The name of the HTTPRoute.
   * @default - the id of the construct
   */
  readonly routeName?: string;
}

/**
 * An HTTPRoute: what a waypoint does with the HTTP requests to a service.
 *
 * As soon as a route exists for a port, requests that match none of its rules fail with status 404.
 * @see https://gateway-api.sigs.k8s.io/mesh/
 */
export class HttpRoute extends Construct {
  /** The name of the HTTPRoute. */
  public readonly routeName: string;
  /** The namespace of the HTTPRoute. */
  public readonly routeNamespace: string;

  constructor(scope: Construct, id: string, props: HttpRouteProps) {
    super(scope, id);
    const parents = this.renderParents(props);
    const namespace = namespaceOf(this, props.namespace ?? parents[0].namespace);
    this.routeNamespace = namespace;
    this.routeName = claimObjectName(this, { kind: 'HTTPRoute', namespace, name: props.routeName ?? id, property: 'routeName' });
    const spec: Plain<HttpRouteSpec> = {
      ...(props.hostnames?.length && { hostnames: props.hostnames }),
      parentRefs: parents.map((parent) => ({ ...parent.ref, ...(parent.namespace !== namespace && { namespace: parent.namespace }) })),
      rules: this.rules(props).map((rule) => renderRule(this, rule, namespace)),
    };
    new ApiObject(this, 'Resource', {
      apiVersion: GATEWAY_API_VERSION,
      kind: 'HTTPRoute',
      metadata: { name: this.routeName, namespace },
      spec,
    });
  }

  private renderParents(props: HttpRouteProps): RenderedParent[] {
    if (props.parents.length === 0) throw problem(this, 'has no parents: list at least one in "parents"');
    const parents = props.parents.map((parent) => parent._render(this));
    const service = parents.find((parent) => !parent.isGateway);
    if (service && props.hostnames?.length) {
      throw problem(this, `has hostnames, which Istio ignores for ${service.ref.kind} "${service.ref.name}": match a header instead, or remove them`);
    }
    return parents;
  }

  private rules({ rules, backends }: HttpRouteProps): HttpRule[] {
    if (rules && backends) throw problem(this, 'has "rules" and "backends": write one of the two');
    if (backends) return [{ backends }];
    if (!rules?.length) throw problem(this, 'has no rules: list at least one in "rules", or write "backends"');
    return rules;
  }
}
