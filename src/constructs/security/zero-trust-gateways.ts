import type { Construct } from 'constructs';
import type { ClosedScope } from './closed-scope';
import { PolicyTarget } from './policy-target';
import { Principal } from './principal';
import { WaypointAuthorization } from './waypoint-authorization';
import type { IngressReach, ZeroTrustIngress, ZeroTrustProps } from './zero-trust-props';
import { ObjectRef } from '../object-ref';

/** An ingress gateway, and who it is. */
interface Gateway {
  /** `NAMESPACE/NAME` */
  readonly name: string;
  readonly principal: Principal;
}

/** The ingress gateways whose requests are let in that far. */
export function gatewaysOf(gateways: readonly ZeroTrustIngress[] | undefined, reach: IngressReach): Gateway[] {
  return (gateways ?? []).filter((gateway) => gateway.reach === reach).map(gatewayOf);
}

function gatewayOf({ gatewayName, namespace, serviceAccountName, trustDomain }: ZeroTrustIngress): Gateway {
  const account = ObjectRef.serviceAccount(serviceAccountName ?? `${gatewayName}-istio`, { namespace });
  return { name: `${namespace}/${gatewayName}`, principal: Principal.serviceAccount(account, { trustDomain }) };
}

/**
 * Lets ingress gateways take requests: a policy without selector, in their namespace or the root namespace, closes them too.
 * @see istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy
 */
export function keepGatewaysOpen(zeroTrust: Construct, name: string, { ingressGateways = [] }: ZeroTrustProps, closed: ClosedScope): void {
  const closedNamespaces = closed.workloads.map(({ namespace }) => namespace);
  const isClosed = ({ namespace }: ZeroTrustIngress) => closed.isMesh || closedNamespaces.includes(namespace);
  for (const { gatewayName, namespace } of ingressGateways.filter(isClosed)) {
    new WaypointAuthorization(zeroTrust, `gateway-${namespace}-${gatewayName}`, {
      targets: [PolicyTarget._ingressGateway(namespace, gatewayName)],
      rules: [{}],
      policyName: `${name}-at-gateway-${gatewayName}`,
      description: 'Lets the ingress gateway take requests from outside: the policy that closes the workloads closes it too. '
        + 'DENY policies of its own still hold.',
    });
  }
}
