import type { AskedPolicy } from '../authorization/ask-policies';
import { askPolicy } from '../authorization/ask-policies';
import type { Guarded } from '../authorization/attachment';
import { namesGateway, policyNamespaces, targetRefsOf } from '../authorization/attachment';
import type { Authorization } from '../authorization/authorize';
import { authorize } from '../authorization/authorize';
import { PolicyAction } from '../authorization/policy-action';
import type { PolicyInput } from '../authorization/policy-input';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { rulesOfPolicies } from '../authorization/waypoint-policies';
import type { WaypointName } from '../binding/claim';
import { proxyLabels } from '../binding/gateway/proxy-labels';
import { HBONE_PORT } from '../istio/classes';
import { GATEWAY_NAME } from '../istio/labels';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import { hasLabels } from '../mesh/label-selector';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberPair } from '../mesh/remember';
import { isTaken } from '../registry/refusal';
import type { Request } from '../request/request';
import { unknown } from '../request/truth';

/**
 * The policies that a waypoint asks about the tunnel of a client, before those for what is inside, where istiod layers policies: those that
 * would be for its pods if it were no waypoint, by labels, for its namespace or for the mesh, and those that target its Gateway. Before an
 * ingress gateway that serves as a waypoint it is a ztunnel that ends the tunnel.
 * @see istio pilot/pkg/networking/plugin/authz/authorization.go NewWaypointTerminationBuilder
 */
export function tunnelPolicies(mesh: MeshObjects, { waypoint, proxyLabels: ofIngress }: Guarded): AuthorizationPolicy[] {
  if (!mesh.layeredPolicies || ofIngress) return [];
  const gateway = mesh.find(GATEWAY, waypoint.namespace, waypoint.name);
  const labels = gateway ? proxyLabels(gateway) : { [GATEWAY_NAME]: waypoint.name };
  const isFor = (policy: AuthorizationPolicy) => {
    const targets = targetRefsOf(policy.body);
    return targets.length > 0
      ? targets.some((target) => namesGateway(mesh, target, policy, { waypoint }))
      : hasLabels(labels, policy.body.spec?.selector?.matchLabels ?? {});
  };
  return policyNamespaces(mesh, { waypoint }).flatMap((namespace) => mesh.inNamespace(AUTHORIZATION_POLICY, namespace))
    .filter((policy) => actionOf(policy) !== PolicyAction.CUSTOM && isFor(policy) && isTaken(policy));
}

/** What these policies decide; undefined: there are none. They are asked as those of connections are. */
export function authorizeTunnel(mesh: MeshObjects, waypoint: WaypointName, request: Request): Authorization | undefined {
  const policies = compiledTunnel(mesh, waypoint);
  return policies && authorize(policies, [], { input: tunnelInput(request), token: null });
}

/** What each of these policies says. */
export function askTunnelPolicies(mesh: MeshObjects, guarded: Guarded, request: Request): AskedPolicy[] {
  return tunnelPolicies(mesh, guarded).map((policy) => askPolicy(mesh, policy, tunnelInput(request), true));
}

const compiledTunnel = rememberPair((mesh: MeshObjects, waypoint: WaypointName) => {
  const policies = tunnelPolicies(mesh, { waypoint });
  return policies.length > 0 ? { jwtRules: [], custom: [], ...rulesOfPolicies(mesh, policies, true) } : undefined;
});

/** The tunnel leads to a pod of the waypoint, whatever the client dialled. */
function tunnelInput({ caller: { principal, ip } }: Request): PolicyInput {
  return {
    principal,
    peerIp: ip,
    remoteIp: ip,
    destinationIp: unknown('the address of the waypoint\'s pod'),
    destinationPort: HBONE_PORT,
    sni: '',
  };
}
