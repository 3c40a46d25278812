import type { App } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import type { OwnedObjects } from '../../../src';
import {
  Backend, Enrollment, HttpRoute, NamespaceWaypoint, ObjectOwner, ObjectRef, OwnerSide, PolicyTarget, RouteParent, Scaling, Waypoint, WaypointAuthorization,
  ZtunnelTarget,
} from '../../../src';

/** A mesh in which some objects belong to the app and some to others. */
export function declareShop(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const waypoint = new NamespaceWaypoint(shop, 'waypoint', { scaling: Scaling.between(2, 4), infrastructure: { priorityClassName: 'high' } });
  new WaypointAuthorization(shop, 'from-web', { targets: [PolicyTarget.waypoint(waypoint)], allowNothing: true });
  waypoint.enforceTraversal(ZtunnelTarget.labelled({ app: 'cart' }));
  const reviews = ObjectRef.service('reviews');
  new HttpRoute(shop, 'reviews', { parents: [RouteParent.service(reviews)], backends: [Backend.service(reviews, { port: 80 })] });

  const own = new ApiObject(shop, 'cart-service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' }, spec: { ports: [{ port: 80 }] } });
  new HttpRoute(shop, 'cart', { parents: [RouteParent.service(ObjectRef.of(own))], backends: [Backend.service(ObjectRef.of(own), { port: 80 })] });
  new Enrollment(shop, 'services', { objects: [ObjectRef.of(own), reviews], waypoint });

  const pay = new Chart(app, 'pay', { namespace: 'pay' });
  const elsewhere = Waypoint.fromWaypointAttributes(pay, 'elsewhere', { waypointName: 'waypoint', namespace: 'pay' });
  new Enrollment(pay, 'deployment', { objects: [ObjectRef.deployment('pay'), ObjectRef.service('pay')], waypoint: elsewhere });
}

/** Who owns what is not declared in the shop: what an owner-side patch is chosen for, and the rest. */
export function owners(rest: ObjectOwner, owner: ObjectOwner, instead: OwnerSide = OwnerSide.COMPONENT): OwnedObjects[] {
  return [{ owner, namespaces: ['pay'], instead, ownerName: 'pay' }, { owner: rest }];
}
