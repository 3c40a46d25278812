import type { Chart } from 'cdk8s';
import { Duration } from 'cdk8s';
import { HashKey, LoadBalancing, NamespaceWaypoint, ObjectRef, TrafficPolicy } from 'cdk8s-waypoint';

/** A waypoint sends a user to the same pod each time, holds back what is too much, and leaves out pods that fail. */
export function declare(chart: Chart): void {
  new NamespaceWaypoint(chart, 'waypoint');
  new TrafficPolicy(chart, 'cart', {
    service: ObjectRef.service('cart'),
    loadBalancing: LoadBalancing.consistentHash(HashKey.cookie('session', { ttl: Duration.hours(1) })),
    connections: { maxRequests: 200, maxPendingRequests: 20 },
    outlierDetection: { consecutive5xxErrors: 5, baseEjectionTime: Duration.seconds(30), maxEjectionPercent: 50 },
  });
}
