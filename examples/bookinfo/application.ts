import type { App } from 'cdk8s';
import { Chart, Duration } from 'cdk8s';
import { Bookinfo } from './bookinfo';
import {
  Backend, HttpPathMatch, HttpRoute, NamespaceWaypoint, ObjectRef, Operation, Peer, PolicyTarget, Principal, RouteParent,
  Scaling, ServiceWaypoint, Source, WaypointAuthorization, WorkloadWaypoint, ZtunnelAuthorization, ZtunnelTarget,
} from 'cdk8s-waypoint';

/** One namespace with a waypoint for all, one for a heavy service, and one for the pods of a version. */
export function declareApplication(app: App): void {
  const bookinfo = new Bookinfo(app, 'bookinfo', 'bookinfo');
  const ops = new Chart(app, 'bookinfo-waypoints', { namespace: 'bookinfo' });
  const waypoint = declareWaypoints(ops, bookinfo);
  declareRoutes(ops, bookinfo);
  declarePolicies(ops, waypoint);
}

function declareWaypoints(ops: Chart, bookinfo: Bookinfo): NamespaceWaypoint {
  new ServiceWaypoint(ops, 'reviews-waypoint', {
    waypointName: 'reviews-svc-waypoint',
    services: [bookinfo.service('reviews')],
    infrastructure: { priorityClassName: 'mesh-critical' },
  });

  new WorkloadWaypoint(ops, 'reviews-v2-waypoint', {
    waypointName: 'reviews-v2-pod-waypoint',
    workloads: [bookinfo.deployment('reviews-v2')],
  });

  return new NamespaceWaypoint(ops, 'waypoint', {
    scaling: Scaling.between(2, 5, { cpuUtilization: 50 }),
    disruption: { minAvailable: 1 },
  });
}

function declareRoutes(ops: Chart, bookinfo: Bookinfo): void {
  new HttpRoute(ops, 'reviews', {
    parents: [RouteParent.service(bookinfo.service('reviews'), { port: 9080 })],
    backends: [
      Backend.service(bookinfo.service('reviews-v1'), { port: 9080, weight: 90 }),
      Backend.service(bookinfo.service('reviews-v2'), { port: 9080, weight: 10 }),
    ],
  });

  new HttpRoute(ops, 'details', {
    parents: [RouteParent.service(bookinfo.service('details'), { port: 9080 })],
    rules: [{
      matches: [{ path: HttpPathMatch.prefix('/details') }],
      backends: [Backend.service(bookinfo.service('details'), { port: 9080 })],
      timeouts: { request: Duration.seconds(3) },
      retry: { attempts: 2, codes: [503] },
    }],
  });
}

function declarePolicies(ops: Chart, waypoint: NamespaceWaypoint): void {
  new WaypointAuthorization(ops, 'view-only', {
    targets: [PolicyTarget.waypoint(waypoint)],
    rules: [{ sources: [Source.namespaces('bookinfo', 'istio-system')], operations: [Operation.methods('GET')] }],
  });

  const reviews = Principal.serviceAccount(ObjectRef.serviceAccount('bookinfo-reviews'));
  new ZtunnelAuthorization(ops, 'ratings-only-for-reviews', {
    target: ZtunnelTarget.labelled({ app: 'ratings' }),
    rules: [{ peers: [Peer.principals(reviews, Principal.waypoint(waypoint))], ports: [9080] }],
  });

  waypoint.enforceTraversal(ZtunnelTarget.labelled({ app: 'details' }));
}
