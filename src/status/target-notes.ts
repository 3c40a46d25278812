import type { Enforcement } from './enforcement';
import { targetsOf } from '../authorization/attachment';
import { PolicyAction } from '../authorization/policy-action';
import { targetStatuses } from '../authorization/policy-status';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { httpAttributesOf } from '../authorization/ztunnel/http-attributes';
import { BindingReason } from '../binding/binding';
import { controllerOf } from '../binding/gateway/controller';
import { findHostOwner } from '../binding/gateway/deployed-services';
import { pathNote } from '../binding/path-note';
import { bindingOf } from '../binding/served-by';
import { WAYPOINT_CLASS, GATEWAY_CONTROLLER, MESH_CONTROLLER } from '../istio/classes';
import type { HostOwner } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { TargetRef } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import { servicesOf } from '../registry/mesh-service';

/** What becomes of the references of a policy that Istio calls bound. */
export function targetNotes(mesh: MeshObjects, policy: AuthorizationPolicy, enforced: readonly Enforcement[]): string[] {
  const statuses = targetStatuses(mesh, policy);
  const notes = targetsOf(policy.body).flatMap(({ target }, index) =>
    statuses[index].isBound ? noteOnTarget(mesh, policy, target) : []);
  const isHidden = enforced.length > 0 && !statuses.some(({ isBound }) => isBound);
  return [...new Set(notes), ...isHidden ? ['it is enforced, although its status does not say so'] : []];
}

function noteOnTarget(mesh: MeshObjects, policy: AuthorizationPolicy, { kind, group, name = '' }: TargetRef): string[] {
  const { namespace } = policy;
  if (kind === SERVICE.kind || kind === SERVICE_ENTRY.kind) return noteOnService(mesh, policy, findHostOwner(mesh, kind, namespace, name));
  if (kind === GATEWAY_CLASS.kind) return noteOnClass(mesh, group, name);
  const gateway = kind === GATEWAY.kind ? mesh.find(GATEWAY, namespace, name) : undefined;
  const controller = gateway && controllerOf(mesh, gateway);
  if (!gateway || controller === MESH_CONTROLLER) return [];
  return [controller === GATEWAY_CONTROLLER
    ? `${refText(gateway)} is no waypoint of Istio's: its own proxies enforce the policy`
    : `${refText(gateway)} is not Istio's: what its proxies do with the policy is not known`];
}

function noteOnClass(mesh: MeshObjects, group: string | undefined, name: string): string[] {
  if (!mesh.supports('classPolicies')) return [`Istio ${mesh.istioVersion} does not look at the policies of a GatewayClass`];
  return group === GATEWAY_CLASS.group && name === WAYPOINT_CLASS ? [] : [`waypoints look at policies for the GatewayClass ${WAYPOINT_CLASS} only`];
}

function noteOnService(mesh: MeshObjects, policy: AuthorizationPolicy, owner: HostOwner | undefined): string[] {
  const binding = owner && bindingOf(mesh, owner);
  if (!binding) return [];
  if (binding.reason !== BindingReason.ACCEPTED) return [`${refText(owner)} is no part of the ambient mesh: no waypoint sees its traffic`];
  const detour = pathNote(binding);
  return detour === undefined ? noteOnTcp(mesh, policy, owner) : [`${refText(owner)}: ${detour}`];
}

/** What a waypoint can't ask of a connection that is not HTTP; of addresses ztunnel alone knows less. */
const OF_HTTP = /^(hosts|notHosts|methods|notMethods|paths|notPaths|requestPrincipals|notRequestPrincipals|request\..*)$/;

/** On a port that is not HTTP a waypoint leaves out what a policy asks of the request. */
function noteOnTcp(mesh: MeshObjects, policy: AuthorizationPolicy, owner: HostOwner): string[] {
  const isAsking = (policy.body.spec?.rules ?? []).some((rule) => httpAttributesOf(rule).some((name) => OF_HTTP.test(name)));
  const ports = servicesOf(owner, mesh.clusterDomain).flatMap((service) => service.ports)
    .filter(({ protocol }) => protocol.family === 'tcp').map(({ number }) => number);
  if (!isAsking || ports.length === 0) return [];
  const effect = actionOf(policy) === PolicyAction.ALLOW ? 'rules that ask for HTTP allow nothing' : 'what its rules ask of HTTP is left out, so that they match more';
  return [`on the TCP ${ports.length === 1 ? 'port' : 'ports'} ${[...new Set(ports)].join(', ')} of ${refText(owner)} ${effect}`];
}
