import type { Chart } from 'cdk8s';
import { Backend, HttpRoute, HttpValueMatch, NamespaceWaypoint, ObjectRef, RouteParent } from 'cdk8s-waypoint';

/** Testers get the new version of a service, everybody else one request in ten. */
export function declare(chart: Chart): void {
  new NamespaceWaypoint(chart, 'waypoint');
  const v1 = Backend.service(ObjectRef.service('reviews-v1'), { port: 9080, weight: 90 });
  const v2 = Backend.service(ObjectRef.service('reviews-v2'), { port: 9080, weight: 10 });
  new HttpRoute(chart, 'reviews', {
    parents: [RouteParent.service(ObjectRef.service('reviews'), { port: 9080 })],
    rules: [
      { matches: [{ headers: [HttpValueMatch.exact('x-tester', 'yes')] }], backends: [v2] },
      { backends: [v1, v2] },
    ],
  });
}
