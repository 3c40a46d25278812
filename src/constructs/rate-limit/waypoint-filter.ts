import type { Construct } from 'constructs';
import type { LimitedService, RateLimitProps } from './rate-limit-props';
import type { EnvoyFilterSpec } from '../../../imports/networking.istio.io';
import { ENVOY_FILTER_VERSION } from '../../istio/groups';
import { defineObject } from '../define-object';
import { Istio } from '../istio';
import { clusterDomainOf } from '../names';
import type { ObjectRef } from '../object-ref';
import type { Plain } from '../plain';
import { checkPort } from '../port';
import { problem } from '../problem';
import { PolicyTarget } from '../security/policy-target';
import { requireIstioWaypoint } from '../waypoint/known-classes';

type Patches = NonNullable<Plain<EnvoyFilterSpec>['configPatches']>;

/** A filter for HTTP requests. */
interface HttpFilterConfig {
  /** The type of `config`, without `type.googleapis.com/`. */
  readonly type: string;
  readonly config: object;
  /** Annotations of the EnvoyFilter. */
  readonly annotations?: Record<string, string>;
}

/**
 * An EnvoyFilter that puts a filter before the router of a waypoint, after policies were enforced.
 *
 * A waypoint takes patches of the context SIDECAR_INBOUND; WAYPOINT is in the schema, and no release reads it. Routes are patched for
 * services without HTTPRoute and VirtualService alone, so the filter brings along all that it needs. The listener is named, because
 * the one that ends HBONE has a router too.
 * @see istio pilot/pkg/networking/core/envoyfilter/listener_patch.go, pilot/pkg/networking/core/listener_waypoint.go
 */
export function defineWaypointFilter(scope: Construct, props: RateLimitProps, { type, config, annotations }: HttpFilterConfig): void {
  Istio._require(scope, 'envoyFilterTargets', 'a rate limit');
  requireIstioWaypoint(scope, props.waypoint, 'EnvoyFilters for waypoints');
  const { namespace, refs } = PolicyTarget.waypoint(props.waypoint)._render(scope);
  const name = props.filterName ?? scope.node.id;
  const value = { name: `waypoint.cdk8s.io/${name}`, typed_config: { '@type': `type.googleapis.com/${type}`, ...config } };
  const configPatches: Patches = chainsOf(scope, props).map((chain) => ({
    applyTo: 'HTTP_FILTER',
    match: {
      context: 'SIDECAR_INBOUND',
      listener: {
        name: 'main_internal',
        filterChain: {
          ...(chain && { name: chain }),
          filter: { name: 'envoy.filters.network.http_connection_manager', subFilter: { name: 'envoy.filters.http.router' } },
        },
      },
    },
    patch: { operation: 'INSERT_BEFORE', value },
  }));
  const spec: Plain<EnvoyFilterSpec> = { targetRefs: refs, configPatches };
  defineObject(scope, 'Resource', { apiVersion: ENVOY_FILTER_VERSION, kind: 'EnvoyFilter', namespace, name, property: 'filterName', annotations }, { spec });
}

/** The host name of a Service. */
export function hostOf(scope: Construct, service: ObjectRef, { clusterDomain }: RateLimitProps): string {
  const { namespace, name } = service._atAs(scope, 'Service');
  return `${name}.${namespace}.svc.${clusterDomainOf(scope, clusterDomain)}`;
}

/** The filter chains of the listener behind the HBONE tunnel, one for each port, where two filters would count twice; undefined means all. */
function chainsOf(scope: Construct, props: RateLimitProps): (string | undefined)[] {
  const { services } = props;
  if (!services) return [undefined];
  if (services.length === 0) throw problem(scope, '"services" is empty: list at least one, or leave it out, for all that passes the waypoint');
  return [...new Set(services.flatMap((limited) => chainsOfService(scope, limited, props)))];
}

function chainsOfService(scope: Construct, { service, ports }: LimitedService, props: RateLimitProps): string[] {
  if (ports.length === 0) throw problem(scope, `Service "${service.objectName}" has no ports: list at least one`);
  return ports.map((port) => `inbound-vip|${checkPort(scope, port)}|http|${hostOf(scope, service, props)}`);
}
