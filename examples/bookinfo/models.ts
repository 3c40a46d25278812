import type { App } from 'cdk8s';
import { Chart } from 'cdk8s';
import { Bookinfo } from './bookinfo';
import { CrossNamespaceWaypoint, NamespaceWaypoint, ObjectRef, ServiceWaypoint } from 'cdk8s-waypoint';

/** The three ways to share waypoints: one for a namespace, one for some services, one for several namespaces. */
export function declareDeploymentModels(app: App): void {
  declareModelA(app);
  declareModelB(app);
  declareModelC(app);
}

/** Model A: one waypoint for each namespace. */
function declareModelA(app: App): void {
  const bookinfo = new Bookinfo(app, 'model-a', 'model-a');
  new NamespaceWaypoint(bookinfo, 'waypoint');
}

/** Model B: the namespace has a waypoint, a heavy service its own, and another service none. */
function declareModelB(app: App): void {
  const bookinfo = new Bookinfo(app, 'model-b', 'model-b');
  new NamespaceWaypoint(bookinfo, 'waypoint');
  new ServiceWaypoint(bookinfo, 'reviews-waypoint', {
    waypointName: 'reviews-waypoint',
    services: [bookinfo.service('reviews')],
    optOut: [bookinfo.service('ratings')],
  });
}

/** Model C: two namespaces share the waypoint of the first. */
function declareModelC(app: App): void {
  new Bookinfo(app, 'model-c-1', 'model-c-1');
  new Bookinfo(app, 'model-c-2', 'model-c-2');
  const shared = new Chart(app, 'model-c-waypoint', { namespace: 'model-c-1' });
  new CrossNamespaceWaypoint(shared, 'waypoint', {
    consumers: [ObjectRef.namespace('model-c-1'), ObjectRef.namespace('model-c-2')],
  });
}
