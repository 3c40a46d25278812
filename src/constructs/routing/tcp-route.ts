import type { Construct } from 'constructs';
import type { Backend } from './backend';
import { renderConnectionBackendRefs } from './backend-refs';
import type { RouteProps } from './route';
import { Route } from './route';
import type { TcpRouteSpec } from '../../../imports/gateway.networking.k8s.io';
import { GATEWAY_API_GROUP, GATEWAY_API_VERSION } from '../../istio/groups';
import { Istio } from '../istio';
import type { Plain } from '../plain';

/** Properties of `TcpRoute`. */
export interface TcpRouteProps extends RouteProps {
  /** Where connections go, by weight. At least one. */
  readonly backends: Backend[];
}

/**
 * A TCPRoute: where a waypoint sends the connections to a service, by weight. Needs Istio 1.26.
 *
 * Up to 1.30 Istio reads it as `v1alpha2`, from the experimental channel of the Gateway API, and only if istiod runs with
 * `PILOT_ENABLE_ALPHA_GATEWAY_API=true`. Of several such routes for a port a waypoint takes the first and leaves the others.
 * @see https://gateway-api.sigs.k8s.io/mesh/
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { Backend, ObjectRef, RouteParent, TcpRoute } from 'cdk8s-waypoint';
 *
 * const shop = new Chart(new App(), 'shop', { namespace: 'shop' });
 * new TcpRoute(shop, 'cache', {
 *   parents: [RouteParent.service(ObjectRef.service('cache'), { port: 6379 })],
 *   backends: [
 *     Backend.service(ObjectRef.service('cache-v1'), { port: 6379, weight: 90 }),
 *     Backend.service(ObjectRef.service('cache-v2'), { port: 6379, weight: 10 }),
 *   ],
 * });
 */
export class TcpRoute extends Route {
  constructor(scope: Construct, id: string, props: TcpRouteProps) {
    super(scope, id, props);
    Istio._require(this, 'tcpRoutes', 'a TCPRoute at a waypoint');
    const spec: Omit<Plain<TcpRouteSpec>, 'parentRefs'> = {
      rules: [{ backendRefs: renderConnectionBackendRefs(this, props.backends, this.routeNamespace) }],
    };
    const apiVersion = Istio._supports(this, 'stableTcpRoutes') ? GATEWAY_API_VERSION : `${GATEWAY_API_GROUP}/v1alpha2`;
    this._define(apiVersion, { kind: 'TCPRoute', takesAll: true }, spec);
  }
}
