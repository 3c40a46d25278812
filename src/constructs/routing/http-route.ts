import type { Construct } from 'constructs';
import type { Backend } from './backend';
import type { HttpRule } from './http-rule';
import { renderRule, takesAllRequests } from './http-rule-manifest';
import type { RouteProps } from './route';
import { Route } from './route';
import { requireRules } from './route-rules';
import type { HttpRouteSpec } from '../../../imports/gateway.networking.k8s.io';
import { GATEWAY_API_VERSION } from '../../istio/groups';
import type { Plain } from '../plain';

/** Properties of `HttpRoute`. */
export interface HttpRouteProps extends RouteProps {
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
}

/**
 * An HTTPRoute: what a waypoint does with the HTTP requests to a service.
 *
 * As soon as a route exists for a port, requests that match none of its rules fail with status 404.
 * @see https://gateway-api.sigs.k8s.io/mesh/
 * @example
 * import { App, Chart, Duration } from 'cdk8s';
 * import { Backend, HttpPathMatch, HttpRoute, ObjectRef, RouteParent } from 'cdk8s-waypoint';
 *
 * const shop = new Chart(new App(), 'shop', { namespace: 'shop' });
 * new HttpRoute(shop, 'cart', {
 *   parents: [RouteParent.service(ObjectRef.service('cart'), { port: 80 })],
 *   rules: [{
 *     matches: [{ path: HttpPathMatch.prefix('/cart') }],
 *     backends: [Backend.service(ObjectRef.service('cart'), { port: 80 })],
 *     timeouts: { request: Duration.seconds(3) },
 *   }],
 * });
 */
export class HttpRoute extends Route {
  constructor(scope: Construct, id: string, props: HttpRouteProps) {
    super(scope, id, props);
    this._checkHostnames(props.hostnames);
    const rules = requireRules(this, props, (backends): HttpRule => ({ backends }));
    const spec: Omit<Plain<HttpRouteSpec>, 'parentRefs'> = {
      ...(props.hostnames?.length && { hostnames: props.hostnames }),
      rules: rules.map((rule) => renderRule(this, rule, this.routeNamespace)),
    };
    this._define(GATEWAY_API_VERSION, { kind: 'HTTPRoute', takesAll: spec.rules!.some(takesAllRequests) }, spec);
  }
}
