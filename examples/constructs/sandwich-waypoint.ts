import type { Chart } from 'cdk8s';
import { DataplaneMode, Enrollment, ObjectRef, SandwichClass, SandwichWaypoint } from 'cdk8s-waypoint';

/** Envoy Gateway stands in front of a service as its waypoint. */
export function declare(chart: Chart): void {
  new Enrollment(chart, 'ambient', { objects: [ObjectRef.namespace('shop')], dataplaneMode: DataplaneMode.AMBIENT });
  new SandwichWaypoint(chart, 'waypoint', {
    gatewayClass: SandwichClass.envoyGateway('envoy-gateway'),
    services: [{ service: ObjectRef.service('reviews'), ports: [9080] }],
  });
}
