import type { Chart } from 'cdk8s';
import { declareApplication } from './shop/application';
import { declareIngressGateway } from './shop/ingress';
import {
  DataplaneMode, Enrollment, IngressReach, NamespaceWaypoint, ObjectRef, Operation, Peer, PolicyTarget, Principal, Source,
  WaypointAuthorization, ZeroTrust, ZeroTrustScope, ZtunnelAuthorization, ZtunnelTarget,
} from 'cdk8s-waypoint';

/** A namespace that is closed but for what is said: the web reads the cart, the cart dials its database, others scrape and come in. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint', { ingress: true });
  declareIngressGateway(chart, 'public', 'edge');
  new Enrollment(chart, 'monitoring', { objects: [ObjectRef.namespace('monitoring')], dataplaneMode: DataplaneMode.AMBIENT });
  declareApplication(chart, 'prometheus', 'monitoring');
  const [, cart, database] = ['web', 'cart', 'database'].map((name) => declareApplication(chart, name));
  new Enrollment(chart, 'no-waypoint', { objects: [database], optOut: true });

  new ZeroTrust(chart, 'zero-trust', {
    scope: ZeroTrustScope.namespaces('shop'),
    waypoints: [waypoint],
    ingressGateways: [{ gatewayName: 'public', namespace: 'edge', reach: IngressReach.WAYPOINTS }],
    scraping: { principals: [account('prometheus', 'monitoring')], ports: [9090] },
  });
  new WaypointAuthorization(chart, 'web-reads-cart', {
    targets: [PolicyTarget.service(cart)],
    rules: [{ sources: [Source.principals(account('web', 'shop'))], operations: [Operation.methods('GET')] }],
  });
  new ZtunnelAuthorization(chart, 'cart-dials-database', {
    target: ZtunnelTarget.labelled({ app: 'database' }),
    rules: [{ peers: [Peer.principals(account('cart', 'shop'))], ports: [8080] }],
  });
}

function account(name: string, namespace: string): Principal {
  return Principal.serviceAccount(ObjectRef.serviceAccount(name, { namespace }));
}
