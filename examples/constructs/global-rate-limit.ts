import type { Chart } from 'cdk8s';
import { GlobalRateLimit, NamespaceWaypoint, ObjectRef, RateLimitEntry, RateLimitFailure } from 'cdk8s-waypoint';

/** A service counts for all pods of the waypoint, by tenant, and by tenant for orders. While it is away, nothing passes. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  const tenant = RateLimitEntry.header('x-tenant', 'tenant');
  new GlobalRateLimit(chart, 'tenant-limit', {
    waypoint,
    service: ObjectRef.service('ratelimit', { namespace: 'infra' }),
    port: 8081,
    domain: 'shop',
    descriptors: [
      { entries: [tenant] },
      { entries: [tenant, RateLimitEntry.match({ pathPrefix: '/orders', method: 'POST' }, 'orders')] },
    ],
    onFailure: RateLimitFailure.DENY,
  });
}
