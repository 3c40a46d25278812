import type { Chart } from 'cdk8s';
import { declareApplication } from './shop/application';
import { declareIngressGateway } from './shop/ingress';
import {
  Condition, JwtIssuer, NamespaceWaypoint, Operation, PolicyAction, PolicyTarget, WaypointAuthorization, WaypointJwt, ZtunnelTarget,
} from 'cdk8s-waypoint';

/** The cart asks for a token, also of what comes from an ingress gateway; only admins may delete. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  declareIngressGateway(chart, 'public', 'edge');
  declareApplication(chart, 'web');
  const target = PolicyTarget.service(declareApplication(chart, 'cart'));

  new WaypointJwt(chart, 'tokens', {
    targets: [target],
    issuers: [
      JwtIssuer.jwksUri('https://login.example.com', 'https://login.example.com/keys', {
        audiences: ['shop'],
        claimsToHeaders: [{ claim: 'sub', header: 'x-user' }],
      }),
      JwtIssuer.jwksUri('https://partner.example.com', 'https://partner.example.com/keys', { fromHeaders: [{ name: 'x-partner-token' }] }),
    ],
    publicPaths: ['/health'],
    preflights: true,
    ports: [80],
  });
  new WaypointAuthorization(chart, 'admins', {
    targets: [target],
    action: PolicyAction.DENY,
    rules: [{ operations: [Operation.methods('DELETE')], conditions: [Condition.claim(['role'], { notValues: ['admin'] })] }],
  });
  waypoint.enforceTraversal(ZtunnelTarget.labelled({ app: 'cart' }));
}
