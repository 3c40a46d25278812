import type { Construct } from 'constructs';
import type { Backend } from './backend';
import { renderBackendRefs } from './backend-refs';
import { renderFilters } from './filter-manifest';
import type { GrpcMatch } from './grpc-match';
import type { GrpcRule } from './grpc-rule';
import type { RouteProps } from './route';
import { Route } from './route';
import { requireRules } from './route-rules';
import { renderHeaderMatches } from './value-matches';
import type { GrpcRouteSpec, GrpcRouteSpecRules, GrpcRouteSpecRulesMatches } from '../../../imports/gateway.networking.k8s.io';
import { GATEWAY_API_VERSION } from '../../istio/groups';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** Properties of `GrpcRoute`. */
export interface GrpcRouteProps extends RouteProps {
  /**
   * The rules. At least one, or else `backends`.
   * @default - one rule for all calls, with `backends`
   */
  readonly rules?: GrpcRule[];
  /**
   * Short form of one rule that sends all calls to these backends by weight.
   * @default - none; then there are `rules`
   */
  readonly backends?: Backend[];
  /**
   * Host names of the calls. Only for sandwich waypoints: at an Istio waypoint they have no effect.
   * @default - those of the listeners
   */
  readonly hostnames?: string[];
}

/**
 * A GRPCRoute: what a waypoint does with the gRPC calls to a service.
 *
 * As soon as a route exists for a port, calls that match none of its rules fail with status 12 (unimplemented). The port of the
 * Service must be declared as gRPC (`appProtocol: grpc`). A GRPCRoute has no timeouts and no retries; an `HttpRoute` for the
 * same port has them.
 * @see https://gateway-api.sigs.k8s.io/mesh/
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { Backend, GrpcMethodMatch, GrpcRoute, ObjectRef, RouteParent } from 'cdk8s-waypoint';
 *
 * const shop = new Chart(new App(), 'shop', { namespace: 'shop' });
 * new GrpcRoute(shop, 'cart', {
 *   parents: [RouteParent.service(ObjectRef.service('cart'), { port: 50051 })],
 *   rules: [
 *     {
 *       matches: [{ method: GrpcMethodMatch.method('shop.Cart', 'AddItem') }],
 *       backends: [Backend.service(ObjectRef.service('cart-v2'), { port: 50051 })],
 *     },
 *     { backends: [Backend.service(ObjectRef.service('cart-v1'), { port: 50051 })] },
 *   ],
 * });
 */
export class GrpcRoute extends Route {
  constructor(scope: Construct, id: string, props: GrpcRouteProps) {
    super(scope, id, props);
    this._checkHostnames(props.hostnames);
    const rules = requireRules(this, props, (backends): GrpcRule => ({ backends }));
    const spec: Omit<Plain<GrpcRouteSpec>, 'parentRefs'> = {
      ...(props.hostnames?.length && { hostnames: props.hostnames }),
      rules: rules.map((rule) => renderRule(this, rule, this.routeNamespace)),
    };
    this._define(GATEWAY_API_VERSION, { kind: 'GRPCRoute', takesAll: rules.some(({ matches }) => !matches) }, spec);
  }
}

function renderRule(scope: Construct, { matches, filters, backends }: GrpcRule, routeNamespace: string): Plain<GrpcRouteSpecRules> {
  if (matches?.length === 0) throw problem(scope, 'a rule has an empty list "matches": list at least one, or leave it out to match everything');
  return {
    ...(matches && { matches: matches.map((match) => renderMatch(scope, match)) }),
    ...(filters?.length && { filters: renderFilters(scope, filters, routeNamespace) }),
    backendRefs: renderBackendRefs(scope, backends, routeNamespace),
  };
}

function renderMatch(scope: Construct, { method, headers }: GrpcMatch): Plain<GrpcRouteSpecRulesMatches> {
  if (!method && !headers?.length) throw problem(scope, 'a match says nothing: write "method" or "headers", or leave "matches" out to match everything');
  return {
    ...(method && { method: method._render(scope) }),
    ...(headers?.length && { headers: renderHeaderMatches(scope, headers) }),
  };
}
