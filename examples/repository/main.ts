import { App, Chart } from 'cdk8s';
import { Backend, HttpRoute, NamespaceWaypoint, ObjectRef, PolicyTarget, RouteParent, Source, WaypointAuthorization } from 'cdk8s-waypoint';

const app = new App();
const shop = new Chart(app, 'shop', { namespace: 'shop' });

new NamespaceWaypoint(shop, 'waypoint');

const cart = ObjectRef.service('cart');
new HttpRoute(shop, 'cart', {
  parents: [RouteParent.service(cart, { port: 80 })],
  backends: [
    Backend.service(ObjectRef.service('cart-v1'), { port: 80, weight: 90 }),
    Backend.service(ObjectRef.service('cart-v2'), { port: 80, weight: 10 }),
  ],
});
new WaypointAuthorization(shop, 'cart-callers', {
  targets: [PolicyTarget.service(cart)],
  rules: [{ sources: [Source.namespaces('shop')] }],
});

app.synth();
