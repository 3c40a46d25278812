import type { Construct } from 'constructs';
import type { Backend } from './backend';
import { renderConnectionBackendRefs } from './backend-refs';
import type { RenderedParent } from './rendered-parent';
import type { RouteProps } from './route';
import { Route } from './route';
import type { TlsRouteSpec } from '../../../imports/gateway.networking.k8s.io';
import { GATEWAY_API_GROUP, GATEWAY_API_VERSION } from '../../istio/groups';
import { Istio } from '../istio';
import type { Plain } from '../plain';
import { problem } from '../problem';

/** Properties of `TlsRoute`. */
export interface TlsRouteProps extends RouteProps {
  /** Where connections go, by weight. At least one. */
  readonly backends: Backend[];
  /**
   * The host names that clients ask for (SNI). A waypoint takes nothing but the full name of the parent.
   * @default - the full names of the parents; needed for a sandwich waypoint, and for a ServiceEntry that is not of this app
   */
  readonly hostnames?: string[];
}

/**
 * A TLSRoute: where a waypoint sends the TLS connections to a service, by weight, without looking into them. Needs Istio 1.26.
 *
 * A waypoint does not look at the name that the client asks for: whatever comes for the port of the service is routed. Up to 1.29
 * Istio reads it as `v1alpha2`, from the experimental channel of the Gateway API, and only if istiod runs with
 * `PILOT_ENABLE_ALPHA_GATEWAY_API=true`. It hides a `TcpRoute` for the same port.
 * @see https://gateway-api.sigs.k8s.io/mesh/
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { Backend, ObjectRef, RouteParent, TlsRoute } from 'cdk8s-waypoint';
 *
 * const shop = new Chart(new App(), 'shop', { namespace: 'shop' });
 * new TlsRoute(shop, 'vault', {
 *   parents: [RouteParent.service(ObjectRef.service('vault'), { port: 8200 })],
 *   backends: [Backend.service(ObjectRef.service('vault-blue'), { port: 8200 })],
 * });
 */
export class TlsRoute extends Route {
  constructor(scope: Construct, id: string, props: TlsRouteProps) {
    super(scope, id, props);
    Istio._require(this, 'tcpRoutes', 'a TLSRoute at a waypoint');
    const spec: Omit<Plain<TlsRouteSpec>, 'parentRefs'> = {
      hostnames: this.hostnames(props.hostnames),
      rules: [{ backendRefs: renderConnectionBackendRefs(this, props.backends, this.routeNamespace) }],
    };
    const apiVersion = Istio._supports(this, 'stableTlsRoutes') ? GATEWAY_API_VERSION : `${GATEWAY_API_GROUP}/v1alpha2`;
    this._define(apiVersion, { kind: 'TLSRoute', takesAll: true }, spec);
  }

  private hostnames(given: readonly string[] | undefined): readonly string[] {
    const services = this._parents.filter(({ isGateway }) => !isGateway);
    const own = [...new Set(services.flatMap((parent) => this.hostsOf(parent, given)))];
    const hostnames = given?.length ? given : own;
    if (hostnames.length === 0) throw problem(this, 'has no host names, which a Gateway needs: list at least one in "hostnames"');
    const odd = services.length > 0 ? hostnames.find((hostname) => !own.includes(hostname)) : undefined;
    if (odd) throw problem(this, `has the host name "${odd}", and a waypoint would ignore the route: leave "hostnames" out, or write ${own.map((host) => `"${host}"`).join(', ')}`);
    if (services.length > 0 && hostnames.length > 1 && !Istio._supports(this, 'stableTlsRoutes')) {
      throw problem(this, `has the host names ${hostnames.join(', ')}, but Istio ${Istio._of(this)} takes one only: write a route for each`);
    }
    return hostnames;
  }

  /** The full names of a parent; those that are given are believed where the parent is not of this app. */
  private hostsOf({ ref, hosts }: RenderedParent, given: readonly string[] = []): readonly string[] {
    const known = hosts ?? given;
    if (known.length === 0) throw problem(this, `cannot tell the host of ${ref.kind} "${ref.name}", which is not of this app: write it in "hostnames"`);
    return known;
  }
}
