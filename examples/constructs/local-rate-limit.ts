import type { Chart } from 'cdk8s';
import { Duration } from 'cdk8s';
import { LocalRateLimit, NamespaceWaypoint, ObjectRef, Scaling } from 'cdk8s-waypoint';

/** Each of the two to four pods lets 100 requests a second pass to the cart, and of those to check out five. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint', { scaling: Scaling.between(2, 4) });
  new LocalRateLimit(chart, 'cart-limit', {
    waypoint,
    services: [{ service: ObjectRef.service('cart'), ports: [80] }],
    limit: { requests: 100, per: Duration.seconds(1), burst: 200 },
    rules: [{ requests: { pathPrefix: '/checkout', method: 'POST' }, limit: { requests: 5, per: Duration.seconds(1) } }],
  });
}
