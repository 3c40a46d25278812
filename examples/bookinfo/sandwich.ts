import type { App } from 'cdk8s';
import { Chart } from 'cdk8s';
import { Bookinfo } from './bookinfo';
import { DataplaneMode, Enrollment, HostnameForm, ObjectRef, SandwichClass, SandwichWaypoint } from 'cdk8s-waypoint';

/** A waypoint of another class: here Istio's own ingress gateway. */
export function declareSandwich(app: App): void {
  const bookinfo = new Bookinfo(app, 'sandwich', 'bookinfo-sandwich');
  const ops = new Chart(app, 'sandwich-waypoints', { namespace: 'bookinfo-sandwich' });
  new Enrollment(ops, 'ambient', { objects: [ObjectRef.namespace('bookinfo-sandwich')], dataplaneMode: DataplaneMode.AMBIENT });
  new SandwichWaypoint(ops, 'byo', {
    waypointName: 'byo-waypoint',
    gatewayClass: SandwichClass.istio(),
    services: [{ service: bookinfo.service('details'), ports: [9080] }],
    hostnameForms: [HostnameForm.FQDN, HostnameForm.SHORT],
  });
}
