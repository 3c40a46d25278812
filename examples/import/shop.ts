import { ApiObject, App, Chart, Duration } from 'cdk8s';
import {
  Backend, Condition, Enrollment, HttpFilter, HttpPathMatch, HttpRoute, HttpValueMatch, NamespaceWaypoint, ObjectRef,
  Operation, Peer, PolicyTarget, Principal, RouteParent, Scaling, Source, WaypointAuthorization,
  WaypointDisruptionBudget, ZtunnelAuthorization, ZtunnelTarget,
} from 'cdk8s-waypoint';

const app = new App();

const shop = new Chart(app, 'shop', { namespace: 'shop' });

// As they are, since no construct writes objects of kind Service.
const cart = new ApiObject(shop, 'cart-service', {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'cart', labels: { app: 'cart' } },
  spec: {
    selector: { app: 'cart' },
    ports: [{ name: 'http', port: 80, targetPort: 8080 }],
  },
});

const legacy = new ApiObject(shop, 'legacy-service', {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'legacy' },
  spec: {
    selector: { app: 'legacy' },
    ports: [{ port: 80 }],
  },
});

const waypoint = new NamespaceWaypoint(shop, 'waypoint', {
  infrastructureDefaults: false,
  scaling: Scaling.between(2, 5, { cpuUtilization: 60 }),
});

new Enrollment(shop, 'ingress', { objects: [ObjectRef.of(cart)], ingress: true });
new Enrollment(shop, 'opt-out', { objects: [ObjectRef.of(legacy)], optOut: true });
new WaypointDisruptionBudget(shop, 'keep-one', { waypoint, minAvailable: 1, budgetName: 'keep-one' });
const cartV2 = ObjectRef.service('cart-v2');

new HttpRoute(shop, 'cart', {
  parents: [RouteParent.service(ObjectRef.of(cart), { port: 80 })],
  rules: [
    {
      matches: [{ path: HttpPathMatch.prefix('/v2'), headers: [HttpValueMatch.exact('x-canary', 'yes')] }],
      filters: [HttpFilter.requestHeaders({ set: { 'x-route': 'canary' } })],
      backends: [Backend.service(cartV2, { port: 80 })],
      timeouts: { request: Duration.seconds(90) },
    },
    {
      backends: [
        Backend.service(ObjectRef.service('cart-v1'), { port: 80, weight: 90 }),
        Backend.service(cartV2, { port: 80, weight: 10 }),
      ],
    },
  ],
});

const cartPolicy = new WaypointAuthorization(shop, 'cart-policy', {
  targets: [PolicyTarget.service(ObjectRef.of(cart))],
  rules: [{
    sources: [Source.principals(Principal.serviceAccount(ObjectRef.serviceAccount('web')), Principal.serviceAccount(
      ObjectRef.serviceAccount('probe', { namespace: 'ops' }),
    ))],
    operations: [Operation.of({ methods: ['GET'], paths: ['/cart/*'] })],
    conditions: [Condition.header('x-tenant', { values: ['blue'] })],
  }],
  policyName: 'cart',
});

ApiObject.of(cartPolicy).metadata.addLabel('team', 'cart');

new ZtunnelAuthorization(shop, 'only-by-waypoint', {
  target: ZtunnelTarget.labelled({ app: 'cart' }),
  rules: [{ peers: [Peer.principals(Principal.waypoint(waypoint))], ports: [8080] }],
});

app.synth();
